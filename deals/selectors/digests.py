"""Digests of rulings: whoever changes a stored one, in whichever way, is found out by `manage.py verify_ledger`."""

import hashlib
import json

from deals.models import Ruling


def sealed(ruling: Ruling) -> dict[str, object]:
    """All that a ruling says, as plain values."""
    return {
        "order": ruling.order_id,
        "source": str(ruling.source),
        "credit": ruling.credit_id,
        "to_department": ruling.to_department,
        "clause": ruling.clause,
        "commission": f"{ruling.commission:.2f}",
        "document": ruling.document,
        "evidence": ruling.evidence,
        "answer": ruling.answer,
        "commitment": ruling.commitment,
        "rules_version": ruling.rules_version,
        "replaces": ruling.replaces_id,
        "by": ruling.by_id,
    }


def digest_of(content: dict[str, object]) -> str:
    """The SHA-256 of the content as canonical JSON."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
