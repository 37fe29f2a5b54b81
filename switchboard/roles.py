"""Who may do what at the phone desk: the one table that views and tests read."""

from offices.enums import GATE_ROLES, Role

ANSWERERS = (Role.CONSULTANT, Role.DESK, Role.ASSISTANT, Role.SERVICE, Role.SUPERVISOR, Role.MANAGER)
"""May be on the phones: write calls down, take messages, call back, read the library."""
INSIDERS = tuple(role for role in Role if role not in GATE_ROLES)
"""Who has pages here beside the gate's: may be left a message, may be given a letter."""
KEEPERS = (Role.DESK, Role.ASSISTANT, Role.SERVICE, Role.SUPERVISOR, Role.MANAGER)
"""Keep the desk: all that waits, who is on the phones, letters and mailboxes."""
SCREENS = (Role.DESK, Role.ASSISTANT)
"""Every ringing call pops up for them; for anybody else only while they are on the phones."""
LEADERS = (Role.SUPERVISOR, Role.MANAGER)
READERS = (*KEEPERS, Role.CONSULTANT, Role.DIRECTOR)
"""Read the register of calls."""
CORRECTORS = LEADERS
"""Correct anybody's line; whoever wrote a line corrects their own."""
COUNTERS = (Role.SERVICE, Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)
"""Read the figures, print the register."""
WORDING_KEEPERS = (Role.SERVICE, Role.SUPERVISOR, Role.MANAGER, Role.ADMINISTRATOR)
"""Write the library, name the mailboxes."""
CALLERS = (Role.CONSULTANT, Role.SERVICE, Role.SUPERVISOR, Role.MANAGER)
"""May owe a customer the next call."""
CONNECTORS = (Role.ADMINISTRATOR,)
"""Connect the telephone system."""
