"""Who may do what around customers' files; who may do what with a single file is visitors.access, asked for each."""

from offices.enums import Role

FORM_KEEPERS = (Role.INFORMATION, Role.MANAGER, Role.ADMINISTRATOR)
"""Say which fields the office's files have."""
KEEPERS = (Role.INFORMATION, Role.MANAGER, Role.DIRECTOR)
"""Answer requests, keep the lending register, see what is marked, follow leaks, read the checks."""
ARCHIVISTS = (Role.INFORMATION, Role.MANAGER)
"""Hand papers out and take them back, make the check of the archive."""
LOAN_READERS = (*KEEPERS, Role.SUPERVISOR)
"""Read the lending register."""
WATCHERS = (Role.MANAGER, Role.INFORMATION, Role.DIRECTOR)
"""Are told of unusual looking, and ask about it."""

MERGERS = (Role.SUPERVISOR, Role.MANAGER, Role.INFORMATION)
"""Join two files of one person, and take it back; of marked files visitors.access lets fewer (see Action.MERGE)."""
WHOLE_LIST = (
    Role.DESK,
    Role.ASSISTANT,
    Role.SUPERVISOR,
    Role.MANAGER,
    Role.SERVICE,
    Role.INFORMATION,
    Role.DIRECTOR,
)
"""See everybody in the list of customers."""
LISTERS = (Role.CONSULTANT, *WHOLE_LIST)
"""See the list; a consultant their own customers."""
SEARCH_KEEPERS = (Role.SUPERVISOR, Role.MANAGER)
"""Unlock the search of colleagues who searched very often."""

RIGHT_ANSWERERS = (Role.SERVICE, Role.MANAGER, Role.INFORMATION)
"""Take and answer what persons want with their own data; with whose file is visitors.access (SUBJECT_DATA)."""
RIGHT_READERS = (*RIGHT_ANSWERERS, Role.DIRECTOR)
"""Read these requests; the director is told of late ones."""
ERASERS = (Role.MANAGER, Role.DIRECTOR)
"""Erase a person; of which files is visitors.access (ERASE)."""
RETENTION_DECIDERS = (Role.MANAGER,)
"""Say which old files may go."""

IMPORTERS = (Role.INFORMATION, Role.MANAGER)
"""Bring in the office's old lists."""
EXPORTERS = KEEPERS
"""Ask for customers as a file; whose word that takes is visitors.access_approvals."""
