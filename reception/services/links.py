"""Public links: secret addresses that open one page of the office without a log-in, until they are revoked."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from offices.enums import AuditAction
from offices.errors import Refusal
from offices.models import Member, Office
from offices.sealing import SealBroken, fingerprint, seal, unseal
from offices.services.audit import keep
from reception.enums import LinkKind
from reception.models import PublicLink

SECRET_BYTES = 32
MOST_LIVE = 20
LABEL_LENGTH = 40


def secret_print(secret: str) -> str:
    """How a secret is named in the database: the secret itself is never searched for."""
    return fingerprint("public-link", secret)


@transaction.atomic
def make_link(*, office: Office, kind: LinkKind, label: str = "", by: Member, now: datetime) -> PublicLink:
    """A fresh secret for the wall board or the door. Raises Refusal where the office has too many already."""
    # One link after the other, so that two clicks at once cannot pass the limit together.
    Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    if PublicLink.objects.of(office).live().count() >= MOST_LIVE:
        raise Refusal(_("The office has many links already. Revoke one that nobody uses, then make another."))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = PublicLink.objects.create(
        office=office,
        kind=kind,
        label=" ".join(label.split())[:LABEL_LENGTH],
        fingerprint=secret_print(secret),
        sealed=seal(secret),
        made_by=by,
        made_at=now,
    )
    keep(action=AuditAction.LINK_MADE, record=f"link:{link.pk}", details={"kind": str(kind)}, by=by, now=now)
    return link


@transaction.atomic
def revoke_link(*, link: PublicLink, by: Member, now: datetime) -> None:
    """From now on the address opens nothing; a screen that shows it goes blank at its next poll. Raises Refusal."""
    held = PublicLink.objects.select_for_update(of=("self",), no_key=True).get(
        pk=link.pk, office=by.office_id
    )
    if held.revoked_at is not None:
        raise Refusal(_("This link was revoked before."))
    held.revoked_at, held.revoked_by = now, by
    held.save(update_fields=["revoked_at", "revoked_by"])
    keep(
        action=AuditAction.LINK_REVOKED, record=f"link:{held.pk}", details={"kind": held.kind}, by=by, now=now
    )


def secret_of(link: PublicLink) -> str:
    """The secret of a link, to show or print it again; empty where no key of ours opens it any more."""
    try:
        return unseal(link.sealed)
    except SealBroken:
        return ""
