"""Every file has its row of FileStanding from the moment it is entered: the database writes it, in no query of ours.

So those who were never met, and those who were never registered, are found by an index of what stands there; by what
is missing, they would be found by reading all files.
"""

import pgtrigger

STAND = """
INSERT INTO visitors_filestanding (office_id, customer_id, rules_version, judged_at)
SELECT fresh.office_id, fresh.id, 0, fresh.created_at
  FROM new_rows fresh
 WHERE fresh.merged_into_id IS NULL
 ORDER BY fresh.id;
RETURN NULL;
"""


def stands_at_once() -> pgtrigger.Trigger:
    """The trigger of the files."""
    return pgtrigger.Trigger(
        name="stands_at_once",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=STAND,
    )
