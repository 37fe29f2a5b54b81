"""What the background jobs do, in words for administrators; filled by offices.jobs when the apps' tasks are loaded."""

from django.utils.functional import Promise

LABELS: dict[str, Promise] = {}
