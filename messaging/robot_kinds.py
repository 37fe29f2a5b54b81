"""What a group robot may be asked to say: what its group must see at once, and the notices worth repeating there."""

from django.utils.functional import Promise

from messaging.enums import MessageKind
from offices.enums import NoticeKind

Notice = NoticeKind

# Told to the group in words of their own, where the thing happens (messaging.notice_texts).
SPOKEN = (
    MessageKind.CALLED,
    MessageKind.LATE,
    MessageKind.MANY_UNITS,
    MessageKind.VOID_ASKED,
    MessageKind.DAY_ANCHOR,
)
# Notices that a robot repeats with the name of whom they are for; what they are about stands in the app alone.
REPEATED = (
    *(Notice.FOLLOW_UPS_DUE, Notice.FOLLOW_UPS_OVERDUE, Notice.FOLLOW_UPS_GIVEN, Notice.CALL_AGREED),
    *(
        Notice.CALL_HELP,
        Notice.CALL_COMPLAINT,
        Notice.BATCH_WAITING,
        Notice.UNSIGNED,
        Notice.RULING_ASKED,
        Notice.DISPUTE_DUE,
    ),
    *(Notice.PAYMENT_DUE, Notice.PAYMENT_OVERDUE, Notice.PAYMENT_BREACH, Notice.LAPSES_SOON),
    *(Notice.ORDER_OPENED, Notice.ORDER_LAPSES, Notice.ORDER_LAPSED, Notice.CHANGE_ASKED, Notice.HOLD_LAPSED),
    *(Notice.TASK_OVERDUE, Notice.HANDED_OVER),
)
USUAL = (
    *SPOKEN,
    *(Notice.FOLLOW_UPS_OVERDUE, Notice.CALL_HELP, Notice.CALL_COMPLAINT, Notice.BATCH_WAITING),
)
LONGEST_CODE = 20


def usual_kinds() -> list[str]:
    """What a new robot says: what is urgent, and what leaders have to see to."""
    return [kind.value for kind in USUAL]


def kind_choices() -> list[tuple[str, str | Promise]]:
    """Every kind with its words, the urgent ones first."""
    return [(kind.value, kind.label) for kind in (*SPOKEN, *REPEATED)]


def is_repeated(kind: str) -> bool:
    return kind in {each.value for each in REPEATED}
