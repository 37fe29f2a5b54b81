"""An office in the middle of its calls: one rings, one was missed, lines of every length, letters, a library."""

import json
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from offices.models import Member
from switchboard.models import CallBack, Letter, LibraryText
from switchboard.services.letters import keep_mailbox, register_letter
from switchboard.services.library import start_with_our_texts
from switchboard.services.messages import take_message
from switchboard.services.phone_desks import connect
from tests.browser.scenes import known
from tests.switchboard.rows import NUMBER, logged, on_the_phones, tells

NAMES = json.loads(Path(__file__).with_name("names.json").read_text())


def phoning(lin: Member) -> list[str]:
    """Lin answers, keeps the desk, leads and connects the telephone system."""
    office, now = lin.office, timezone.now()
    connect(office=office, by=lin, now=now)
    on_the_phones(lin, by=lin, now=now)
    known(NAMES["longest"], NUMBER, owner=lin, by=lin, days_ago=1)
    asked = {"question": "x" * 90, "topics": ["price", "surroundings"], "rings": 2}
    call = logged(lin, now=now, visit_at=now + timedelta(days=1), **asked)
    tells(office, "missed", call="c2", number="13800005678", begin=now)
    ringing = tells(office, "ringing", call="c3", begin=now)
    take_message(office=office, to=lin, who=NAMES["longest"], text="y" * 120, by=lin, now=now)
    start_with_our_texts(office=office, language="en", by=lin, now=now)
    letter, pages = (
        _letters(lin),
        ["calls/", f"calls/{call.pk}/", f"calls/{call.pk}/correct/", "calls/print/"],
    )
    back = CallBack.objects.first()
    pages += ["", f"?line={ringing.pk}", "back/", f"back/{back.pk}/", "back/new/", "messages/"]
    pages += ["messages/new/", "library/", "library/?q=parking", "library/new/"]
    pages += [f"library/{LibraryText.objects.first().pk}/", "duty/", "figures/", "system/"]
    post = ["", "new/", f"{letter.pk}/", "boxes/", "boxes/new/"]
    return [*(f"/harbour/phone/{page}" for page in pages), *(f"/harbour/letters/{page}" for page in post)]


def _letters(lin: Member) -> Letter:
    now = timezone.now()
    box = {"kind": "letterbox", "name": "At the door", "address": "beside the lift"}
    kept = keep_mailbox(office=lin.office, mailbox=None, by=lin, now=now, **box)
    facts = {"sender": "Sun", "subject": "z" * 60, "topic": "suggestion"}
    arrived_on = lin.office.business_date(now)
    return register_letter(office=lin.office, mailbox=kept, arrived_on=arrived_on, by=lin, now=now, **facts)
