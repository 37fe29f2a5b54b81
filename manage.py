#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

# These read documents and print documents, and work where no service is set up.
NEED_NO_SERVICES = {"replay", "attribute", "cadence", "escalate"}

if __name__ == "__main__":
    settings = "config.settings_documents" if NEED_NO_SERVICES & set(sys.argv[1:2]) else "config.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    execute_from_command_line(sys.argv)
