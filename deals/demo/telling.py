"""The deals of a demo office, told once, up to now: a release of 240 units, 60 orders, and what became of them."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from deals.demo.agenda import Agenda
from deals.demo.buyers import Buyers, Newcomer
from deals.demo.cast import Cast, cast_of
from deals.demo.deal import Deal
from deals.demo.disagreements import Disagreement, let_the_manager_rule
from deals.demo.estate import OPENED_AGO, build, withhold_some
from deals.demo.floor import Floor
from deals.demo.paperwork import Paperwork
from deals.demo.purse import Purse
from deals.demo.sales import Ending, Sale, sales
from deals.demo.story import Story
from deals.demo.terms import settle
from deals.enums import OrderStep, UnitState
from deals.models import Release, Unit
from offices.models import Notice, Office

BEFORE_OPENING = 6
"""Days before the opening on which the office settles everything."""


@transaction.atomic
def tell_deals(office: Office, *, newcomer: Newcomer, now: datetime) -> bool:
    """Tell them where the office has no units yet and somebody for each role; whether that was done.

    ``newcomer`` makes up customers whom nobody here knows. What users did stays as it is.
    """
    cast = cast_of(office)
    if cast is None or Release.objects.filter(office=office).exists():
        return False
    _told(cast, newcomer, now)
    return True


def _told(cast: Cast, newcomer: Newcomer, now: datetime) -> None:
    story = _begun(cast, newcomer, now)
    purse, papers, floor = Purse(story), Paperwork(story), Floor(story)

    def then(deal: Deal, step: OrderStep, at: datetime) -> None:
        purse.follow(deal, step, at)
        papers.follow(deal, step, at)
        _rulings(story, deal, step)

    chosen = [each for each in sales() if not _needs_director(each) or cast.director]
    deals = [Deal(story, sale, then) for sale in sorted(chosen, key=lambda sale: (-sale.began, sale.hours))]
    for deal in deals:
        deal.plan()
    purse.mornings(OPENED_AGO)
    purse.spoil_receipts()
    floor.plan(deals)
    story.agenda.run()
    _read_old_notices(cast.office, now)


def _begun(cast: Cast, newcomer: Newcomer, now: datetime) -> Story:
    """The office as it was before it opened, and the units that its story may sell."""
    agenda = Agenda(cast.office, now)
    rng = Random(f"{cast.office.slug} deals")  # noqa: S311 (a story, not a secret)
    settled_at = agenda.moment(OPENED_AGO + BEFORE_OPENING, "10:00")
    releases = build(cast, now=settled_at, day=now)
    terms = settle(cast, releases, now=settled_at + timedelta(hours=2))
    withhold_some(cast, now=agenda.moment(OPENED_AGO, "09:20"), end=now)
    free = Unit.objects.of(cast.office).filter(release=releases[0], state=UnitState.FOR_SALE)
    units = list(free.select_related("building", "release", "office").order_by("pk"))
    # The middle floors go first, as they do everywhere.
    rng.shuffle(units)
    units.sort(key=lambda unit: abs(unit.floor - 11) + rng.randint(0, 12), reverse=True)
    return Story(cast, agenda, Buyers(cast, newcomer), rng, terms, releases, units)


def _needs_director(sale: Sale) -> bool:
    """A refund after the contract."""
    return sale.ending == Ending.REFUNDED and len(sale.days) > 2


def _rulings(story: Story, deal: Deal, step: OrderStep) -> None:
    """With the step that made the order a deal: what follows of how it was ruled."""
    first = deal.sale.first if deal.sale.first != OrderStep.SMALL_DEPOSIT else OrderStep.LARGE_DEPOSIT
    if step != first:
        return
    ruled = deal.sale.began - (deal.sale.days[0] if deal.sale.first == OrderStep.SMALL_DEPOSIT else 0)
    if deal.sale.dispute:
        Disagreement(story, deal).plan(ruled)
    let_the_manager_rule(story, deal, ruled)


def _read_old_notices(office: Office, now: datetime) -> None:
    """Everybody has read what came before today, so that nobody logs in to months of it."""
    today = office.local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    old = Notice.objects.filter(office=office, seen_at=None, created_at__lt=today)
    old.update(seen_at=now)
