"""Every form of an office, ready to be sent: who sends it, from which state, with which fields.

The tests that send all of them (hostile input, double clicks) compare this table with the addresses there are, so that
a new form is not forgotten.
"""

from tests.complaints.sent_complaints import COMPLAINT_FORMS
from tests.deals.sent_disputes import DISPUTE_FORMS
from tests.deals.sent_money import MONEY_FORMS
from tests.deals.sent_orders import ORDER_FORMS
from tests.deals.sent_rulings import RULING_FORMS
from tests.deals.sent_units import UNIT_FORMS
from tests.followups.sent_calls import CALL_FORMS
from tests.followups.sent_days import DAY_FORMS
from tests.frontdesk.sent_services import SERVICE_FORMS
from tests.messaging.sent_texts import TEXT_FORMS
from tests.reception.sent_form import SentForm
from tests.reception.sent_reception import RECEPTION_FORMS
from tests.switchboard.sent_phone import PHONE_FORMS
from tests.visitors.sent_access import ACCESS_FORMS
from tests.visitors.sent_file import FILE_FORMS
from tests.visitors.sent_find import FIND_FORMS
from tests.visitors.sent_rights import RIGHT_FORMS
from tests.visitors.sent_sheets import SHEET_FORMS

FORMS: dict[str, SentForm] = {
    **RECEPTION_FORMS,
    **COMPLAINT_FORMS,
    **DISPUTE_FORMS,
    **MONEY_FORMS,
    **ORDER_FORMS,
    **RULING_FORMS,
    **UNIT_FORMS,
    **CALL_FORMS,
    **DAY_FORMS,
    **SERVICE_FORMS,
    **TEXT_FORMS,
    **PHONE_FORMS,
    **ACCESS_FORMS,
    **FILE_FORMS,
    **FIND_FORMS,
    **RIGHT_FORMS,
    **SHEET_FORMS,
}
