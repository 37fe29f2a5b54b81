"""The forms of who may see what, ready to be sent (tests/reception/sent_forms.py)."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from offices.enums import Role
from offices.models import Member
from tests.cast import enrol
from tests.reception.sent_form import House, SentForm
from tests.visitors.access_cast import wish
from tests.visitors.rows import file_of
from visitors.access_words import CheckItem
from visitors.models import AccessRequest, FileLoan, LeakIncident, UnusualLooking
from visitors.services.access_requests import answer, ask_for
from visitors.services.archive_checks import begin_check
from visitors.services.file_loans import hand_over_papers
from visitors.services.leaks import report_leak

WISH = {"subject": "visits of this year", "purpose": "service", "reason": "a colleague is away"}
WISH_WORDS = ("subject", "reason")
LEAK = {
    "how": "sent",
    "what": "contact",
    "is_certain": "on",
    "customers": "3",
    "found_at": "{past}",
    "text": "a list went to the wrong group",
    "at_once": "had it deleted",
}


def _at(name: str) -> Callable[[House], str]:
    return lambda house: house.page(f"visitors:{name}")


def _of_customer(name: str) -> Callable[[House], str]:
    return lambda house: house.page(f"visitors:{name}", file_of(house.chief, name="Wu").pk)


def _archivist(house: House) -> Member:
    username = f"{house.office.slug}-archive"
    found = Member.objects.filter(office=house.office, user__username=username).first()
    return found or enrol(house.office, username, Role.INFORMATION)


def _figures(house: House) -> str:
    _archivist(house)  # two people say their word on figures
    return house.page("visitors:ask_figures")


def _asked(house: House, kind: str = "view") -> AccessRequest:
    customer = file_of(house.chief, name="Wu")
    return ask_for(kind=kind, customers=[customer], wish=wish(), by=house.first, now=timezone.now())


def _request(name: str) -> Callable[[House], str]:
    return lambda house: house.page(f"visitors:{name}", _asked(house).pk)


def _allowed_loan(house: House) -> AccessRequest:
    request = _asked(house, "loan")
    return answer(request=request, yes=True, reason="", days=None, by=_archivist(house), now=timezone.now())


def _to_lend(house: House) -> str:
    request = _allowed_loan(house)
    return house.page("visitors:file_lend", request.pk, request.files.get().customer_id)


def _lent(house: House) -> FileLoan:
    request = _allowed_loan(house)
    customer = request.files.get().customer
    return hand_over_papers(request=request, customer=customer, by=house.chief, now=timezone.now())


def _loan(name: str) -> Callable[[House], str]:
    return lambda house: house.page(f"visitors:{name}", _lent(house).pk)


def _noticed(house: House) -> str:
    now = timezone.now()
    made = UnusualLooking.objects.create(
        office=house.office,
        member=house.first,
        on=house.office.business_date(now),
        kind="many",
        count=40,
        last_at=now,
        found_at=now,
    )
    return house.page("visitors:unusual_answer", made.pk)


def _leaked(house: House) -> LeakIncident:
    now = timezone.now()
    return report_leak(
        how="paper",
        what=["file"],
        customers=1,
        is_certain=False,
        found_at=now - timedelta(hours=1),
        text="a sheet lay on the copier",
        at_once="taken back",
        by=house.first,
        now=now,
    )


def _leak(name: str) -> Callable[[House], str]:
    return lambda house: house.page(f"visitors:{name}", _leaked(house).pk)


def _check(house: House) -> str:
    return house.page("visitors:archive_check", begin_check(by=house.chief, now=timezone.now()).pk)


ACCESS_FORMS: dict[str, SentForm] = {
    "visitors:ask": SentForm(
        _of_customer("ask"), {**WISH, "kind": "copy", "copies": "2"}, words=WISH_WORDS, by="first"
    ),
    "visitors:ask_figures": SentForm(
        _figures, {**WISH, "kind": "statistics", "purpose": "work"}, words=WISH_WORDS, by="first"
    ),
    "visitors:mark": SentForm(
        _of_customer("mark"), {"mark": "confidential", "custodian": "{second}", "reason": "wish"}
    ),
    "visitors:access_answer": SentForm(
        _request("access_answer"), {"yes": "no", "reason": "back tomorrow", "days": "3"}, words=("reason",)
    ),
    "visitors:access_end": SentForm(_request("access_end")),
    "visitors:file_lend": SentForm(_to_lend),
    "visitors:loan_sign": SentForm(_loan("loan_sign"), by="first"),
    "visitors:loan_return": SentForm(_loan("loan_return")),
    "visitors:unusual_answer": SentForm(_noticed, {"answer": "work"}),
    "visitors:leak_new": SentForm(_at("leak_new"), LEAK, words=("text", "at_once")),
    "visitors:leak_step": SentForm(
        _leak("leak_step"), {"kind": "told", "whom": "customers", "text": "all called"}, words=("text",)
    ),
    "visitors:leak_close": SentForm(
        _leak("leak_close"), {"text": "copier now asks for a PIN"}, words=("text",)
    ),
    "visitors:archive_check_begin": SentForm(_at("archive_check_begin")),
    "visitors:archive_check": SentForm(
        _check, {**dict.fromkeys(CheckItem.values, "good"), "note": "all is well"}, words=("note",)
    ),
}
