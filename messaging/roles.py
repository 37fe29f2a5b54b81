"""Who may do what with texts for customers: the one table that views and tests read."""

from offices.enums import Role

TEXT_SENDERS = (Role.ASSISTANT, Role.SERVICE, Role.SUPERVISOR, Role.MANAGER)
"""Look after what goes to customers, and send by hand what cannot leave by itself."""
TEXT_READERS = (*TEXT_SENDERS, Role.ADMINISTRATOR)
TEMPLATE_KEEPERS = (Role.SUPERVISOR, Role.MANAGER, Role.ADMINISTRATOR)
"""Write the wordings."""
GATEWAY_KEEPERS = (Role.ADMINISTRATOR,)
