"""The desk's fixed targets, each with its clause; nothing of them decides a turn."""

from datetime import timedelta

AMBER_AFTER = timedelta(seconds=45)
LATE_AFTER = timedelta(seconds=60)  # from arrival to "I am with the customer"
MANY_UNITS = 3  # three or more, told to the manager at once
LATE_CLAUSE = "A-20"
MANY_UNITS_CLAUSE = "A-38"
PREVIOUS_ORDER = "previous-order"
DID_NOT_COME = "did-not-come"
