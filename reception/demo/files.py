"""What the files of the demo's customers say: told once, of people whom it has known for a while."""

from datetime import datetime, timedelta

from offices.models import Office
from visitors.demo.files import tell_files
from visitors.enums import ContactKind
from visitors.models import Contact, Customer

KNOWN_FOR = timedelta(days=8)
"""A file that is filled in bit by bit was opened before the first answer."""
MOST = 9


def files_of(office: Office, *, now: datetime) -> int:
    """How many files were told just now: none of an office that knows nobody for a while, nor a second time."""
    visits = Contact.objects.filter(office=office, kind=ContactKind.VISIT, consultant__is_active=True)
    known = visits.filter(customer__created_at__lt=now - KNOWN_FOR, customer__merged_into=None)
    received = known.exclude(customer__name="")
    ids = list(dict.fromkeys(received.order_by("-at", "-pk").values_list("customer", flat=True)))[:MOST]
    people = Customer.objects.select_related("office").in_bulk(ids)
    customers = [people[each] for each in ids]
    return tell_files(office, customers=customers, language="zh-hans", now=now) if customers else 0
