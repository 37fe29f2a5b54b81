"""Filters of the list of customers that a member wants again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from offices.errors import Refusal
from offices.models import Member
from visitors.file_filter import FileFilter
from visitors.models import SavedFilter
from visitors.services.customers import clean_text

NAME_LENGTH = 40
MOST = 20


@transaction.atomic
def save_filter(*, name: str, chosen: FileFilter, by: Member, now: datetime) -> SavedFilter:
    """Keep the filter under that name; one of the same name becomes this one. Raises Refusal."""
    name = clean_text(name, "name", NAME_LENGTH)
    if not name:
        raise Refusal(_("Give the filter a name."), field="name")
    if not chosen.codes:
        raise Refusal(_("Choose something first; everybody is shown as it is."), field="name")
    Member.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    mine = SavedFilter.objects.mine(by)
    if mine.exclude(name=name).count() >= MOST:
        raise Refusal(
            _("You keep %(most)d filters already. Remove one first.") % {"most": MOST}, field="name"
        )
    saved, _made = SavedFilter.objects.update_or_create(
        member=by,
        name=name,
        defaults={"chosen": chosen.codes},
        create_defaults={"office_id": by.office_id, "chosen": chosen.codes, "created_at": now},
    )
    return saved


def forget_filter(*, saved: SavedFilter, by: Member) -> None:
    """The member does not want it any more; gone already is gone."""
    SavedFilter.objects.mine(by).filter(pk=saved.pk).delete()
