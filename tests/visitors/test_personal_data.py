"""Every place with data of persons is named: by who erases it, or by why it is left alone (house law 7)."""

from django.apps import apps
from django.db import models

from offices.models.append_only import AppendOnly
from visitors import personal_data
from visitors.models import Customer
from visitors.personal_data import Stays

# Of the log-in alone: names of members, addresses of machines, what was typed into the log-in form.
LOG_IN = "axes"


def holds_words(field: models.Field) -> bool:
    """Free text, or anything that may hold it."""
    kinds = (models.TextField, models.JSONField, models.CharField, models.BinaryField, models.FileField)
    return isinstance(field, kinds) and not field.choices


def words_of(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if holds_words(field)}


def decided(label: str) -> set[str] | None:
    """The columns of a table that somebody decided about; None for a table whose rows are deleted."""
    left = set(personal_data.left_alone().get(label, ())) - {""}
    taken = personal_data.taken_away().get(label)
    return None if taken == frozenset() else left | set(taken or ())


def our_models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [
        model
        for model in found
        if not model._meta.proxy and model._meta.managed and model._meta.app_label != LOG_IN
    ]


def test_every_column_that_may_hold_a_persons_data_is_decided_about():
    missing = []
    for model in our_models():
        known = decided(model._meta.label)
        if known is not None:
            missing += [f"{model._meta.label}: {name}" for name in sorted(words_of(model) - known)]
    assert not missing, "name these in the personal_data of their app"


def test_every_table_that_points_to_a_customer_is_named():
    named = set(personal_data.taken_away()) | set(personal_data.left_alone())
    missing = {
        model._meta.label
        for model in our_models()
        if any(field.related_model is Customer for field in model._meta.concrete_fields)
    }
    assert not missing - named, "name these in the personal_data of their app"


def test_what_is_named_exists_and_is_named_once():
    covered = [
        personal_data.read_place(place)[0] for holder in personal_data.holders() for place in holder.covers
    ]
    assert len(set(covered)) == len(covered)
    left = personal_data.left_alone()
    for label, columns in personal_data.taken_away().items():
        names = {field.name for field in apps.get_model(label)._meta.concrete_fields}
        assert columns <= names, label
        assert not columns & set(left.get(label, ())), label
        # A table whose rows go has nothing that stays.
        assert columns or label not in left, label
    for label, reasons in left.items():
        words = words_of(apps.get_model(label))
        assert set(reasons) - {""} <= words, label
        assert "" not in reasons or not words, label


def test_a_column_that_nobody_decided_about_is_found(monkeypatch):
    """The negative control: with one decision taken away the column is missing."""
    rest = {label: reasons for label, reasons in personal_data._stays.items() if label != "visitors.Customer"}
    monkeypatch.setattr(personal_data, "_stays", rest)
    assert words_of(Customer) - decided("visitors.Customer") == {"file_number"}


def test_nothing_that_must_never_go_is_said_to_be_erased():
    """The application role may not change such rows: whoever names one as erased would fail in production."""
    for label in personal_data.taken_away():
        assert not issubclass(apps.get_model(label), AppendOnly)


def test_append_only_rows_are_left_as_evidence_or_accounts_or_the_houses_own():
    for label, reasons in personal_data.left_alone().items():
        if issubclass(apps.get_model(label), AppendOnly):
            assert Stays.UNLINKED not in reasons.values(), label
