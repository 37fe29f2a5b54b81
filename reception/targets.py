"""The desk's fixed targets, each with its clause; nothing of them decides a turn."""

from datetime import timedelta

AMBER_AFTER = timedelta(seconds=45)
LATE_AFTER = timedelta(seconds=60)  # from arrival to "I am with the customer"
MANY_UNITS = 3  # three or more, told to the manager at once
LATE_CLAUSE = "A-20"
MANY_UNITS_CLAUSE = "A-38"
PREVIOUS_ORDER = "previous-order"
DID_NOT_COME = "did-not-come"
MANAGER_DECIDED = "manager-decided"
OWN_CONSULTANT_HERE = "own-consultant-here"
FROM_PAPER = "slip"  # why a visit is with another consultant than the rotation names: the paper says so
MOST_SLIPS = 200
LATEST_SLIP = timedelta(days=7)
NAG_AFTER = timedelta(minutes=15)  # the entry is made right after the customer was seen off
NAG_EVERY = timedelta(hours=1)
SIGNED_AT_ONCE = 50  # most lines that a consultant is asked to look through and sign at a time
