"""Who may do what with units, orders and money: the one table that views and tests read."""

from offices.enums import Role

CONSULTANT = (Role.CONSULTANT,)
SELLERS = (Role.CONSULTANT, Role.DESK, Role.ASSISTANT, Role.SUPERVISOR, Role.MANAGER)
"""Open orders."""
CONTROLLERS = (Role.SUPERVISOR, Role.MANAGER, Role.DIRECTOR)
"""Master unit control: units, releases, holds."""
FILERS = (Role.ASSISTANT, *CONTROLLERS)
"""Enter the date on which a contract was filed online."""
LEADERS = (Role.SUPERVISOR, Role.MANAGER)
MANAGERS = (Role.MANAGER,)
APPROVERS = (Role.MANAGER, Role.DIRECTOR)
DIRECTORS = (Role.DIRECTOR,)
FINANCE = (Role.FINANCE,)
"""Take and enter money; nobody else does (D-19, D-20)."""
SUPERVISOR = (Role.SUPERVISOR,)
"""Draws the numbered receipts (D-25)."""
MONEY = (Role.FINANCE, Role.SUPERVISOR, Role.MANAGER)
"""See payments, arrears and agreements, and set what falls due; only finance takes money."""
OWING_READERS = (*MONEY, Role.CONSULTANT)
"""See what falls due of an order; consultants of their own orders only."""
QUEUE_KEEPERS = SELLERS
"""Give and cancel queue numbers."""
REGISTER_READERS = (*SELLERS, Role.FINANCE, Role.DIRECTOR)
DISPUTANTS = (Role.CONSULTANT, *LEADERS, Role.DIRECTOR)
"""Read disputes: consultants their own ones, the others all."""
TASK_KEEPERS = (Role.CONSULTANT, *LEADERS)
CLUB_KEEPERS = (*LEADERS, Role.ADMINISTRATOR)
DAYS_KEEPERS = (Role.MANAGER, Role.ADMINISTRATOR)
CLAIMANTS = (*SELLERS, Role.SERVICE)
"""Say what happened with a customer; a leader whom it does not concern confirms it."""
RULING_READERS = (Role.CONSULTANT, Role.SUPERVISOR, Role.MANAGER, Role.FINANCE, Role.DIRECTOR)
"""Read rulings and statements; consultants those that concern them."""
COMMISSION_READERS = (Role.SUPERVISOR, Role.MANAGER, Role.FINANCE, Role.DIRECTOR)
"""Read everybody's commission."""
RATE_SETTERS = (Role.MANAGER, Role.DIRECTOR)
ASKERS = (*SELLERS, Role.DIRECTOR)
"""Ask for a change of an order, and see what waits."""
DECIDERS = (*APPROVERS, Role.SUPERVISOR)
"""Answer it; a supervisor only while the manager has named them."""
REASON_KEEPERS = (*LEADERS, Role.ADMINISTRATOR)
