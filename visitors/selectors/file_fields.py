"""Which fields an office's customer files have."""

from offices.models import Office
from visitors.file_fields import fields_in_use
from visitors.file_kinds import FileField
from visitors.models import OfficeFields, OwnField


def fields_of(office: Office) -> tuple[FileField, ...]:
    """The fields in use, in the order of the form: two queries."""
    changed = OfficeFields.objects.filter(office=office).first()
    own = [each.field for each in OwnField.objects.of(office).in_use()]
    return fields_in_use(changed.switched_off if changed else (), changed.more if changed else {}, own)


def field_of(office: Office, key: str) -> FileField | None:
    """One field in use; None where there is none of that key."""
    return next((field for field in fields_of(office) if field.key == key), None)
