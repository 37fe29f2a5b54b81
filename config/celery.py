"""The worker's application, and the table of what runs when.

Celery is a doorbell: what is due stands in PostgreSQL, a sweep finds it. Losing the broker loses nothing.
"""

import os
from logging.config import dictConfig

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# In the order in which `manage.py sweep` goes: what the clock ends, what is planned after that, what leaves the house.
SCHEDULE = {
    # Turns a waiting visitor red and tells the manager after a minute.
    "warn-waiting": {"task": "reception.tasks.warn_waiting", "schedule": 5.0},
    # Reminds consultants of register entries they have not signed; once an hour at most.
    "nag-unsigned": {"task": "reception.tasks.nag_unsigned", "schedule": crontab(minute="*/10")},
    # Ends holds of units whose time is over.
    "mind-small-deposits": {"task": "deals.tasks.mind_small_deposits", "schedule": crontab(minute="*/5")},
    "lapse-holds": {"task": "deals.tasks.lapse_holds", "schedule": crontab(minute="*/5")},
    # Tells consultants and managers of payments that fell due.
    "remind-payments": {"task": "deals.tasks.remind_of_payments", "schedule": crontab(minute=5)},
    # Tells owners of registrations that end within a week; each warning once, so a missed hour does no harm.
    "warn-of-endings": {"task": "deals.tasks.warn_of_endings", "schedule": crontab(hour="0-15", minute=25)},
    # Reminds of disputes before and after a step is due; each is spoken of once before and once after.
    "remind-disputes": {"task": "deals.tasks.remind_of_disputes", "schedule": crontab(minute="*/15")},
    # Closes disputes whose ruling nobody reported as disobeyed.
    "close-disputes": {"task": "deals.tasks.close_obeyed_disputes", "schedule": crontab(minute=20)},
    # Tells of tasks after a deal that are overdue, each once.
    "overdue-tasks": {"task": "deals.tasks.tell_of_overdue_tasks", "schedule": crontab(minute=35)},
    # Holidays, make-up working days and festivals of last year to the year after next.
    "keep-calendar": {"task": "followups.tasks.keep_calendar", "schedule": crontab(minute="*/10")},
    # Plans customers anew of whom something happened, and takes in what they answered about calls and SMS.
    "plan-asked": {"task": "followups.tasks.plan_asked", "schedule": 10.0},
    # Plans every customer once a day; in between it finds nothing to do.
    "plan-day": {"task": "followups.tasks.plan_day", "schedule": crontab(minute="*/10")},
    # Tells consultants of the day's calls, and leaders of overdue ones; each is told once.
    "climb-overdue": {"task": "followups.tasks.climb_overdue", "schedule": crontab(minute="*/10")},
    # Reminds of a call that a customer wants at this minute.
    "agreed-calls": {"task": "followups.tasks.tell_of_agreed_calls", "schedule": 30.0},
    # Batches for the festivals and milestones of the next days.
    "gather-batches": {"task": "followups.tasks.gather_batches", "schedule": crontab(minute=45)},
    # Texts that come about by themselves; each is written once, by its key.
    "write-own-texts": {"task": "followups.tasks.write_own_texts", "schedule": crontab(minute="*/5")},
    # Writes the texts of batches that run, and ends those that are through.
    "feed-batches": {"task": "followups.tasks.feed_batches", "schedule": 5.0},
    # Picks up messages whose bell was lost.
    "send-due": {"task": "messaging.tasks.send_due", "schedule": 5.0},
    # The same for customers' texts, and for what waited for the morning.
    "send-texts-due": {"task": "messaging.tasks.send_texts_due", "schedule": 5.0},
    # Preparations for guests, rooms, loans, the daily self-check: told once each.
    "remind-desk": {"task": "frontdesk.tasks.remind_desk", "schedule": crontab(minute="*/5")},
    # Calls the backup to what rings too long, and ends calls of which nothing more is heard.
    "mind-lines": {"task": "switchboard.tasks.mind_lines", "schedule": 5.0},
    # Tells of call-backs that nobody made in time, each once.
    "late-call-backs": {"task": "switchboard.tasks.tell_late_call_backs", "schedule": crontab(minute="*/5")},
    # Reminds of letters that wait for too long and of mailboxes that nobody looked into.
    "remind-letters": {"task": "switchboard.tasks.remind_of_letters", "schedule": crontab(minute="*/15")},
    # Tells of complaints that are due or late, and has them climb; each telling once, by its key.
    "climb-complaints": {"task": "complaints.tasks.climb_complaints", "schedule": crontab(minute="*/5")},
    # Reminds of lent papers, comes with the quarterly check of the archive, ends requests whose time is over.
    "mind-archive": {"task": "visitors.tasks.mind_archive", "schedule": crontab(minute="*/10")},
    # Lists old files of people who did not buy for the manager's review, once a day.
    "list-old-files": {"task": "visitors.tasks.list_old_files", "schedule": crontab(hour=19, minute=20)},
    # Destroys, a part at a time, what the manager let go.
    "destroy-files": {"task": "visitors.tasks.destroy_files", "schedule": crontab()},
    # Tells the manager of unusual looking at customers' files, once a member, kind and day.
    "watch-looking": {"task": "visitors.tasks.watch_looking", "schedule": crontab(minute="*/5")},
    # Whose customers they are of whom something happened, for lists and filters.
    "judge-marked": {"task": "visitors.tasks.judge_marked", "schedule": 10.0},
    # The same where a registration ended with the day, or other house rules hold.
    "judge-outdated": {"task": "visitors.tasks.judge_outdated", "schedule": crontab(minute="*/10")},
    # Goes on with lists of customers that are imported.
    "import-lists": {"task": "visitors.tasks.import_lists", "schedule": 5.0},
    # Makes long exports of customers whose bell was lost.
    "make-exports": {"task": "visitors.tasks.make_exports", "schedule": 15.0},
    # What such lists said is kept for a week, a file that was taken out for a day.
    "forget-lists": {"task": "visitors.tasks.forget_lists", "schedule": crontab(minute=50)},
    # Proposes files that may be of one person, by night.
    "find-duplicates": {
        "task": "visitors.tasks.find_duplicates",
        "schedule": crontab(hour=18, minute=50),
    },
    # Leaves the mark by which /readyz sees that the clock and a worker run.
    "heartbeat": {"task": "offices.tasks.heartbeat", "schedule": 15.0},
    # What visitors enter on their own phone lives for a day.
    "forget-check-ins": {"task": "reception.tasks.forget_check_ins", "schedule": crontab(minute=40)},
    # Answers to double clicks are kept for a while only.
    "forget-request-keys": {
        "task": "offices.tasks.forget_request_keys",
        "schedule": crontab(hour=4, minute=10),
    },
    # What ran in the background is kept for two weeks.
    "forget-runs": {"task": "offices.tasks.forget_runs", "schedule": crontab(hour=4, minute=30)},
    # Django never deletes a session that nobody came back to.
    "forget-ended-sessions": {
        "task": "offices.tasks.forget_ended_sessions",
        "schedule": crontab(hour=4, minute=20),
    },
}
# Nobody wants yesterday's ticks: one that no worker fetched before the next is due is dropped.
for _entry in SCHEDULE.values():
    if isinstance(_entry["schedule"], float):
        _entry["options"] = {"expires": _entry["schedule"]}

# Tasks that no clock calls: they are rung after a commit (offices.doorbell).
RUNG: frozenset[str] = frozenset()

app = Celery("lunxu")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()


@setup_logging.connect
def _log_like_the_web(**_: object) -> None:
    """The worker writes the same lines as the web process."""
    from django.conf import settings

    dictConfig(settings.LOGGING)
