"""What the import contracts cannot say: foreign keys point down, and no core is forgotten in them."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignObject

PROJECT = Path(__file__).resolve().parent.parent.parent
FLOORS = (
    "offices",
    "messaging",
    "visitors",
    "deals",
    "complaints",
    "followups",
    "switchboard",
    "frontdesk",
    "reception",
)
PURE = (
    "reception/rotation*.py",
    "reception/consequences.py",
    "deals/attribution*.py",
    "deals/counting.py",
    "deals/dispute_shares.py",
    "deals/loan.py",
    "deals/order_rules.py",
    "deals/pricing.py",
    "deals/draw.py",
    "complaints/drawn.py",
    "complaints/escalation*.py",
    "complaints/relations.py",
    "followups/cadence*.py",
    "followups/climbing.py",
    "followups/plan_changes.py",
    "followups/worklist.py",
    "visitors/access.py",
    "visitors/access_approvals.py",
    "visitors/completeness.py",
    "visitors/file_fields.py",
    "visitors/file_kinds.py",
    "visitors/file_reading.py",
    "visitors/import_mapping.py",
    "visitors/import_rows.py",
    "visitors/household_graph.py",
    "visitors/segments.py",
    "visitors/file_rules.py",
    "visitors/duplicates.py",
    "visitors/joining.py",
    "visitors/search_caps.py",
    "visitors/retention.py",
    "visitors/subject_clock.py",
    "visitors/unusual.py",
    "visitors/ownership.py",
    "visitors/register.py",
    "deals/instalments.py",
    "deals/wordings.py",
    "switchboard/answer_search.py",
    "switchboard/letter_steps.py",
    "switchboard/line_calls.py",
    "switchboard/pbx_*.py",
    "switchboard/phone_rules.py",
    "switchboard/turns.py",
    "frontdesk/hospitality.py",
    "frontdesk/hospitality_rules.py",
    "frontdesk/lead_times.py",
)
GROUND = {"auth", "contenttypes"}
CONTRACTS = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


def foreign_keys() -> list[tuple[str, str, str]]:
    """(name, floor it stands on, floor it points to) of every foreign key of ours."""
    return [
        (f"{model.__name__}.{field.name}", model._meta.app_label, field.related_model._meta.app_label)
        for floor in FLOORS
        for model in apps.get_app_config(floor).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, ForeignObject) and field.related_model is not None
    ]


def test_foreign_keys_point_down():
    upwards = [
        name
        for name, source, target in foreign_keys()
        if target in FLOORS and FLOORS.index(target) > FLOORS.index(source)
    ]
    assert upwards == []
    assert len(foreign_keys()) > 20


def test_foreign_keys_leave_the_house_only_to_what_users_need():
    outside = {target for _, _, target in foreign_keys()} - set(FLOORS)
    assert outside <= GROUND | {"pghistory"}


def test_every_core_is_in_the_contract():
    (contract,) = (one for one in CONTRACTS if one["name"] == "The cores see plain values only")
    cores = {
        ".".join(file.relative_to(PROJECT).with_suffix("").parts)
        for pattern in PURE
        for file in PROJECT.glob(pattern)
    }
    # What reads a document, and the words of a reason, stand around a core and are no part of it.
    around = {name for name in cores if name.endswith(("_document", "_words"))}
    assert set(contract["source_modules"]) == cores - around


@pytest.mark.parametrize("app", FLOORS)
def test_a_package_says_nothing_in_its_init(app):
    """No barrels: only models/__init__.py imports, because Django looks there."""
    spoken = [
        str(file.relative_to(PROJECT))
        for file in (PROJECT / app).rglob("__init__.py")
        if file.read_text().strip() and file.parent.name != "models"
    ]
    assert spoken == []
