"""What the manager's hand on the queue asks for: whom, and always why."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.models import Member
from reception.enums import Move
from reception.forms import layouts
from reception.forms.finish import LOCAL_FORMAT

REASON = 200
OWED = [
    ("yes", _("is owed a turn")),
    ("no", _("spends the turn: did not come, or left the customer")),
]


def reason(label: str = "") -> forms.CharField:
    """Why; kept beside the log, and readable in it."""
    return forms.CharField(label=label or pgettext_lazy("decision", "Why"), max_length=REASON)


class ToForm(forms.Form):
    """To whom, of those who could receive now, and why."""

    to = forms.ChoiceField(label=_("Who receives now"), widget=forms.RadioSelect)
    reason = reason()

    def __init__(self, *args, receivers: Sequence[Member], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(member.pk), member.name) for member in receivers]
        self.helper = layouts.helper(layouts.segment("to"), "reason")


class ReassignForm(ToForm):
    """As above; where the reception counts, what becomes of the old consultant's turn is asked as well."""

    owed = forms.ChoiceField(choices=OWED, initial="yes", widget=forms.RadioSelect)

    def __init__(self, *args, counts: bool, old: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owed"].label = _("%(name)s, who gives the visitor up,") % {"name": old}
        if not counts:
            del self.fields["owed"]
        asked = [layouts.segment("owed")] if counts else []
        self.helper = layouts.helper(layouts.segment("to"), *asked, "reason")


class ReasonForm(forms.Form):
    """Nothing to choose, only why."""

    reason = reason()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layouts.helper("reason")


class VoidAnswerForm(forms.Form):
    """What the manager saw when they looked at the visitor together with the consultant."""

    reason = reason(_("What you saw"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = layouts.helper("reason")


class OrderForm(forms.Form):
    """A place for everybody in the order; equal places keep the order shown."""

    reason = reason()

    def __init__(self, *args, members: Sequence[Member], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        self.helper = layouts.helper("reason")
        for place, member in enumerate(members, start=1):
            self.fields[f"place_{member.pk}"] = forms.IntegerField(
                label=_("Place of %(name)s") % {"name": member.name},
                min_value=1,
                max_value=999,
                initial=place,
                required=False,
            )

    def rows(self) -> list[tuple[Member, forms.BoundField]]:
        """(consultant, place) in the order wanted so far: as typed, or as it stands."""
        shown = {member.pk: _number(self[f"place_{member.pk}"].value()) for member in self.members}
        wanted = sorted(self.members, key=lambda member: shown[member.pk] or len(self.members) + 1)
        return [(member, self[f"place_{member.pk}"]) for member in wanted]

    def order(self, places: dict) -> list[Member]:
        """Everybody by the places given (cleaned data or what was typed before)."""
        last = len(self.members) + 1
        return sorted(self.members, key=lambda member: _number(places.get(f"place_{member.pk}")) or last)


class MoveField(forms.ChoiceField):
    """Shows what can be done now; takes every move, for what was chosen on an older page is the service's to judge."""

    def valid_value(self, value: str) -> bool:
        return value in Move.values


class MoveForm(forms.Form):
    """What is done with somebody's place: one of what can be done now."""

    move = MoveField(label=_("What"), widget=forms.RadioSelect)
    reason = reason()

    def __init__(self, *args, moves: Sequence[Move], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["move"].choices = [(each.value, each.label) for each in moves]
        self.helper = layouts.helper(layouts.segment("move"), "reason")


class DeputyForm(forms.Form):
    """Which supervisor decides in the manager's place, from when until when."""

    supervisor = forms.ChoiceField(label=_("Who stands in"))
    begins_at = forms.DateTimeField(
        label=pgettext_lazy("deputy", "From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
        input_formats=[LOCAL_FORMAT, "%Y-%m-%dT%H:%M:%S"],
    )
    ends_at = forms.DateTimeField(
        label=pgettext_lazy("deputy", "Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL_FORMAT),
        input_formats=[LOCAL_FORMAT, "%Y-%m-%dT%H:%M:%S"],
        help_text=_("31 days at the longest; you can end it at any time."),
    )

    def __init__(self, *args, supervisors: Sequence[Member], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].choices = [(str(each.pk), each.name) for each in supervisors]
        self.helper = layouts.helper("supervisor", "begins_at", "ends_at")


def _number(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
