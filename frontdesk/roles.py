"""Who writes the office's checklists; everybody reads them."""

from offices.enums import Role

EDITORS = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.MANAGER)
