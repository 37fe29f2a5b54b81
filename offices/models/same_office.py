"""A row and what it points to belong to one office: the database holds it (house law 6)."""

import pgtrigger


def same_office(**columns: str) -> pgtrigger.Trigger:
    """A trigger that refuses a row whose referenced rows stand in another office.

    ``columns`` maps a foreign key's column to the table it points to: ``same_office(consultant_id="offices_member")``.
    """
    checks = "\n".join(
        f"""
        IF NEW.{column} IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM {table} target WHERE target.id = NEW.{column} AND target.office_id = NEW.office_id
        ) THEN
            RAISE EXCEPTION 'a row of office % cannot point to {table} % of another office', NEW.office_id, NEW.{column}
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;"""
        for column, table in columns.items()
    )
    return pgtrigger.Trigger(
        name="same_office",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update,
        func=f"{checks}\nRETURN NEW;",
    )
