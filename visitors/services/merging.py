"""Two files of one person become one, and two again: see docs/decisions/0033-a-merger-can-be-taken-back.md.

Nothing of the alias is changed or moved: its contacts, register entries, numbers and rulings stay with it as evidence,
and everybody reads them with the file that holds. So taking a merger back is to let it stand by itself again, and to
put back what the keep took over.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices.enums import AuditAction, NoticeKind
from offices.errors import Refusal
from offices.models import Member
from offices.services.audit import keep as keep_line
from offices.services.notices import tell
from visitors import joining
from visitors.enums import DuplicateState
from visitors.joining import JoinError, Parting, Side, Take
from visitors.models import Customer, Erasure, FileChange, Merger, MergerEnd, MergerMemory, SubjectRequest
from visitors.rights_words import RightKind
from visitors.selectors.merge_sides import both_sides, seen_as, values_of
from visitors.selectors.ownership import owners_of
from visitors.services.duplicates import decided
from visitors.services.merge_fields import write_values
from visitors.services.merge_memory import remember, sealed, takes_of


@transaction.atomic
def merge(
    *,
    keep: Customer,
    alias: Customer,
    choices: Mapping[str, str],
    signs: Iterable[str] = (),
    seen: str | None = None,
    by: Member,
    now: datetime,
) -> Merger:
    """Join ``alias`` with ``keep``; ``choices`` says for each field whose value stands from now on (joining.Side).

    A field that is left out is the keep's, or the alias's where the keep has none. ``seen`` is what the page showed
    (selectors.merge_sides.seen_as); None asks for no comparison. The consultants whose customers these were are told;
    nobody takes a colleague's customer over by it. Raises Refusal.
    """
    keep, alias = _held(by, keep.pk, alias.pk)
    if keep.merged_into_id or alias.merged_into_id:
        raise Refusal(_("One of these files was joined with another meanwhile. Look at the customer again."))
    if Erasure.objects.filter(customer__in=[keep, alias]).exists():
        raise Refusal(_("The data of one of these files were erased; it is nobody's file any more."))
    asked = SubjectRequest.objects.open().filter(kind=RightKind.ERASE)
    if asked.filter(customer__in=[*keep.all_files, *alias.all_files]).exists():
        raise Refusal(_("One of these persons asked to have their data erased. Answer that request first."))
    sides = both_sides(keep, alias)
    if seen is not None and seen != seen_as(sides):
        raise Refusal(_("One of these files was changed meanwhile. Look at both once more."))
    try:
        wanted = {name: Side(side) for name, side in choices.items()} | sides.forced
        taken = joining.join(sides.keep, sides.alias, wanted)
    except ValueError:  # a side that there is not, or a field (JoinError)
        raise Refusal(_("This form does not fit the files any more. Load the page again.")) from None
    owners = owners_of([keep, alias], office=keep.office, now=now)
    merger = Merger.objects.create(
        office_id=keep.office_id,
        keep=keep,
        alias=alias,
        choices={name: _side(name, taken, choices) for name in sides.differing},
        signs=list(signs),
        at=now,
        by=by,
    )
    remember(merger, taken)
    write_values(keep, {name: take.after for name, take in taken.items()}, by=by, now=now)
    _move([alias.pk, *Customer.objects.filter(merged_into=alias).values_list("pk", flat=True)], keep.pk)
    _refuse_gain(owners, [keep], by, now)
    decided(one=keep, other=alias, state=DuplicateState.JOINED, by=by, now=now)
    _note(AuditAction.FILES_JOINED, NoticeKind.FILES_JOINED, merger, owners, by, now)
    return merger


@transaction.atomic
def unmerge(*, merger: Merger, by: Member, now: datetime) -> Parting:
    """Take a merger back: both files are what they were, and what was written since stays with the one it stands in.

    Mergers may be taken back in any order. The pair is not proposed again. Nobody takes a colleague's customer over by
    it. Raises Refusal.
    """
    root, keep, alias = _held_below(merger, by)
    merger = Merger.objects.select_related("end").get(pk=merger.pk)
    if hasattr(merger, "end"):
        raise Refusal(_("These files were parted already."))
    if alias.file_id != root.pk:
        raise Refusal(_("One of these files was joined with another meanwhile. Look at the customer again."))
    _refuse_erased(root)
    owners = owners_of([root], office=root.office, now=now)
    MergerEnd.objects.create(office_id=merger.office_id, merger=merger, at=now, by=by)
    _hang_anew(root)
    parting = _put_back(merger, keep, by, now)
    alias.refresh_from_db(fields=["merged_into"])
    _refuse_gain(owners, [keep.file, alias.file], by, now)
    decided(one=keep, other=alias, state=DuplicateState.APART, by=by, now=now)
    _note(AuditAction.FILES_PARTED, NoticeKind.FILES_PARTED, merger, owners, by, now)
    return parting


def _held(by: Member, first: int, second: int) -> list[Customer]:
    """Both files, held until the transaction ends, always in one order, so that two people never wait in a circle."""
    if first == second:
        raise Refusal(_("A file cannot be joined with itself; choose the other one."))
    rows = Customer.objects.select_for_update(of=("self",), no_key=True).filter(office=by.office_id)
    found = {each.pk: each for each in rows.filter(pk__in=[first, second]).order_by("pk")}
    if len(found) != 2:
        raise Refusal(_("Choose another customer of this office."))
    return [found[first], found[second]]


def _held_below(merger: Merger, by: Member) -> tuple[Customer, Customer, Customer]:
    """The file that held the person a moment ago, and both of the merger. Raises Refusal.

    The one that holds is held first, as who joins it with another or erases the person does: nobody waits in a circle.
    """
    found = Customer.objects.get(pk=merger.alias_id).file_id
    root = Customer.objects.select_for_update(of=("self",), no_key=True).get(pk=found)
    keep, alias = _held(by, merger.keep_id, merger.alias_id)
    return root, keep, alias


def _refuse_erased(root: Customer) -> None:
    """What was erased, or is about to be, is not parted: a file would stand by itself that nobody asks to erase."""
    files = Customer.objects.of_person(root.pk).order_by()
    if Erasure.objects.filter(customer__in=files).exists():
        raise Refusal(_("The data of one of these files were erased; it is nobody's file any more."))
    if SubjectRequest.objects.open().filter(kind=RightKind.ERASE, customer__in=files).exists():
        raise Refusal(_("One of these persons asked to have their data erased. Answer that request first."))


def _side(name: str, taken: Mapping[str, Take], choices: Mapping[str, str]) -> str:
    return Side.ALIAS.value if name in taken else choices.get(name, Side.KEEP.value)


def _move(files: Iterable[int], to: int) -> None:
    """Hang these files on that one; a row each, so that the database plans and judges both lives anew."""
    Customer.objects.filter(pk__in=list(files)).update(merged_into=to)


def _hang_anew(root: Customer) -> None:
    """Each file of the tree goes to the root that the mergers which still stand give it."""
    tree = dict(Customer.objects.of_person(root.pk).values_list("pk", "merged_into"))
    standing = Merger.objects.standing().filter(alias__in=tree)
    edges = dict(standing.values_list("alias", "keep"))
    ended = set(Merger.objects.exclude(end=None).filter(alias__in=tree).values_list("alias", flat=True))
    try:
        held = joining.holders(edges.items())
    except JoinError as error:
        raise RuntimeError(f"the mergers of file {root.pk} contradict each other: {error}") from error
    for file, merged in tree.items():
        # A file that hangs here without a merger of its own stays where it is.
        wanted = held.get(file) if file in edges or file in ended else merged
        if wanted != merged:
            Customer.objects.filter(pk=file).update(merged_into=wanted)


def _put_back(merger: Merger, keep: Customer, by: Member, now: datetime) -> Parting:
    memory = MergerMemory.objects.filter(merger=merger).first()
    if memory is None:
        return Parting({}, {}, ())
    later = [
        (each.merger_id, takes_of(each))
        for each in MergerMemory.objects.filter(
            merger__keep=keep, merger__pk__gt=merger.pk, merger__end=None
        ).order_by("merger")
    ]
    parting = joining.part(takes_of(memory), later, values_of(keep))
    write_values(keep, parting.write, gives_back=True, by=by, now=now)
    FileChange.objects.filter(customer=keep, at=merger.at, by=merger.by_id).update(
        before=None, after=None, sealed="", is_blank=True
    )
    for pk, taken in parting.rebased.items():
        MergerMemory.objects.filter(merger=pk).update(sealed_takes=sealed(taken))
    memory.delete()
    return parting


def _refuse_gain(owners: set[int], files: list[Customer], by: Member, now: datetime) -> None:
    """Who would have the customer of a colleague by it asks somebody else to do it."""
    if owners - {by.pk} and by.pk in owners_of(files, office=by.office, now=now):
        raise Refusal(
            _(
                "By this a colleague's customer would become yours. Ask another supervisor or the manager to do it."
            )
        )


def _note(
    action: AuditAction, notice: NoticeKind, merger: Merger, owners: set[int], by: Member, now: datetime
) -> None:
    details = {"alias": merger.alias_id, "merger": merger.pk, "choices": merger.choices}
    keep_line(action=action, record=f"customer:{merger.keep_id}", details=details, by=by, now=now)
    tell(
        office_id=merger.office_id,
        member_ids=sorted(owners - {by.pk}),
        kind=notice,
        about={"customer": merger.keep_id, "path": f"/{by.office.slug}/customers/{merger.keep_id}/"},
        now=now,
    )
