"""Links of the web form: secret addresses that customers complain by, until they are revoked."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from complaints.models import ComplaintLink
from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.sealing import SealBroken, fingerprint, seal, unseal
from offices.services.audit import keep

SECRET_BYTES = 24
MOST_LIVE = 10
LABEL_LENGTH = 40
KIND = "complaints"


def secret_print(secret: str) -> str:
    """How a secret is named in the database: the secret itself is never searched for."""
    return fingerprint("complaint-link", secret)


@transaction.atomic
def make_link(*, office: Office, label: str = "", by: Member, now: datetime) -> ComplaintLink:
    """A fresh secret. Raises Refusal where the office has too many already."""
    # One after the other, so that two clicks at once cannot pass the limit together.
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    if ComplaintLink.objects.of(office).live().count() >= MOST_LIVE:
        raise Refusal(_("The office has many links already. Revoke one that nobody uses, then make another."))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = ComplaintLink.objects.create(
        office=office,
        label=" ".join(label.split())[:LABEL_LENGTH],
        fingerprint=secret_print(secret),
        sealed=seal(secret),
        made_by=by,
        made_at=now,
    )
    _keep(AuditAction.LINK_MADE, link, by, now)
    return link


@transaction.atomic
def revoke_link(*, link: ComplaintLink, by: Member, now: datetime) -> None:
    """From now on the address opens nothing. Raises Refusal."""
    rows = ComplaintLink.objects.select_for_update(of=("self",), no_key=True)
    held = rows.get(pk=link.pk, office=by.office_id)
    if held.revoked_at is not None:
        raise Refusal(_("This link was revoked before."))
    held.revoked_at, held.revoked_by = now, by
    held.save(update_fields=["revoked_at", "revoked_by"])
    _keep(AuditAction.LINK_REVOKED, held, by, now)


def secret_of(link: ComplaintLink) -> str:
    """The secret of a link, to show or print it again; empty where no key of ours opens it any more."""
    try:
        return unseal(link.sealed)
    except SealBroken:
        return ""


def _keep(action: AuditAction, link: ComplaintLink, by: Member, now: datetime) -> None:
    keep(action=action, record=f"complaint-link:{link.pk}", details={"kind": KIND}, by=by, now=now)
