"""Why an event cannot be: one code for each contradiction, with its English sentence."""

REFUSALS: dict[str, str] = {
    "unknown_event": "there is no event of the type {type!r}",
    "time_goes_back": "{event!r} is at {at}, but an earlier one was at {last}",
    "text_missing": "{event!r} has an empty text for {field!r}",
    "name_twice": "{event!r} names {consultant!r} twice",
    "unknown_consultant": "{event!r} names {consultant!r}, who is neither in 'staff' nor was ever in 'order'",
    "already_in_order": "{event!r} names {consultant!r}, who is in the order already",
    "not_in_order": "{event!r} names {consultant!r}, who is not in the order",
    "already_away": "{event!r} names {consultant!r}, who is away already",
    "not_away": "{event!r} names {consultant!r}, who is not away",
    "not_here": "{event!r} names {consultant!r}, who is not here",
    "same_consultant": "{event!r} names {consultant!r}, who has visit {visit!r} already",
    "refused_by_customer": "{event!r} names {consultant!r}, whom the customer of visit {visit!r} refuses",
    "other_consultants": "{event!r} must name the consultants who are in the order, each once",
    "first_knows_nobody": "{event!r} names or designates somebody, but the history is 'first'",
    "refuses_nobody": "{event!r} refuses the named ones, but names nobody",
    "designates_refused": "{event!r} designates {consultant!r}, who is refused",
    "visit_used": "{event!r} names visit {visit!r}, which there has been already",
    "visit_unknown": "{event!r} names visit {visit!r}, which there has not been",
    "not_open": "{event!r} names visit {visit!r}, which is not open",
    "not_waiting": "{event!r} names visit {visit!r}, which is not waiting",
    "not_counting": "{event!r} names visit {visit!r}, which does not count",
    "has_left": "{event!r} names visit {visit!r}, which has left",
    "is_void": "{event!r} names visit {visit!r}, which is void",
    "is_cancelled": "{event!r} names visit {visit!r}, which is cancelled already",
    "no_hand_back": "{event!r} names visit {visit!r}, which is of kind {kind!r} and cannot be handed back",
}


class Refused(ValueError):
    """An event that contradicts the state; nothing has been changed.

    `code` is a key of `REFUSALS`, `params` are the plain values its sentence needs (always with `event`), so
    that the application can say it in the user's language. The exception's text is the English sentence.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(REFUSALS[code].format(**params))
        self.code = code
        self.params = params
