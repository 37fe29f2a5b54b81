"""New evidence of a customer makes their follow-ups due to be planned anew, and whose they are to be judged anew: the
database sees to it, in one go.

It costs no query of its own, however busy the desk is, and no writer of evidence can forget it.
"""

import pgtrigger

# Ordered, so that two writers of several customers never wait for each other in a circle. An alias stands for the file
# that it was joined with.
ASK = """
INSERT INTO visitors_plandue (office_id, customer_id, since)
SELECT customer.office_id, COALESCE(customer.merged_into_id, customer.id) AS file, MIN(fresh.{at})
  FROM {rows}
  JOIN visitors_customer customer ON customer.id = {customer}
 GROUP BY customer.office_id, file
 ORDER BY file
    ON CONFLICT (customer_id) DO UPDATE SET since = LEAST(visitors_plandue.since, EXCLUDED.since), to_judge = true;
RETURN NULL;
"""
BY_CONTACT = "new_rows fresh JOIN visitors_contact contact ON contact.id = fresh.contact_id"
# Both lives of the file begin anew: that of the one which holds, and that of the one which was or is its alias.
ASK_BOTH = """
INSERT INTO visitors_plandue (office_id, customer_id, since)
SELECT NEW.office_id, file, now()
  FROM (SELECT DISTINCT unnest(ARRAY[NEW.id, NEW.merged_into_id, OLD.merged_into_id]) AS file) files
 WHERE file IS NOT NULL
 ORDER BY file
    ON CONFLICT (customer_id) DO UPDATE SET since = LEAST(visitors_plandue.since, EXCLUDED.since), to_judge = true;
RETURN NULL;
"""


def asks_for_plan(at: str, *, by_contact: bool = False) -> pgtrigger.Trigger:
    """The trigger of a table of evidence; ``at`` is the column that says when the row was written down.

    ``by_contact``: the row names a contact instead of a customer.
    """
    rows, customer = (
        (BY_CONTACT, "contact.customer_id") if by_contact else ("new_rows fresh", "fresh.customer_id")
    )
    return pgtrigger.Trigger(
        name="asks_for_plan",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=ASK.format(at=at, rows=rows, customer=customer),
    )


def asks_for_plan_when_joined() -> pgtrigger.Trigger:
    """The trigger of the files themselves: one is joined with another, or stands alone again."""
    return pgtrigger.Trigger(
        name="asks_for_plan_when_joined",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("merged_into_id"),
        condition=pgtrigger.Q(old__merged_into__df=pgtrigger.F("new__merged_into")),
        func=ASK_BOTH,
    )
