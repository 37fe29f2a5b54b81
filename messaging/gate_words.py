"""What the gates, senders and vendors' codes mean, in words for users."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.gates import Reason

REASON_WORDS: dict[Reason, Promise] = {
    Reason.TOO_LATE: _("Too late: it has waited longer than it was good for."),
    Reason.BAD_NUMBER: _("The number or address takes no message."),
    Reason.OPTED_OUT: _("Wants no messages."),
    Reason.NO_CONSENT: _("Has not agreed to marketing messages."),
    Reason.NOT_APPROVED: _(
        "The vendor has not approved signature and wording, or a value is too long for it."
    ),
    Reason.MONTH_CAP: _("Has had as many marketing messages this month as the house allows."),
    Reason.DAY_CAP: _("Has had a marketing message today."),
    Reason.QUIET: _("Quiet hours: it leaves in the morning."),
    Reason.GATEWAY_OFF: _("The gateway is switched off."),
}

CODE_WORDS: dict[str, Promise] = {
    **{str(reason): words for reason, words in REASON_WORDS.items()},
    "never_left": _("It never left, says the vendor."),
    "sender_lost": _("The sender died while handing it over."),
    "timeout": _("The vendor did not answer in time."),
    "connection_lost": _("The connection broke before the answer."),
    "unreachable": _("The vendor could not be reached."),
    "gateway_unusable": _("The gateway lacks a setting."),
    "stopped": _("The batch was stopped."),
    "dropped": _("Not wanted any more."),
    "not_sayable": _("It could not be put into words."),
    "log_unwritable": _("The log file cannot be written."),
}


def words_of(code: str) -> str:
    """The words, or the vendor's own code where we have none; empty where there is no code."""
    if not code or code in CODE_WORDS:
        return str(CODE_WORDS.get(code, ""))
    return gettext("The vendor says: %(code)s") % {"code": code}
