"""The settings of commands that read documents and touch no service: they run from a fresh clone, with nothing set up.

The addresses lead nowhere, also where real ones are set, so that such a command cannot reach anything by mistake.
"""

import os

os.environ.update(
    {
        "DATABASE_URL": "postgresql://nobody@localhost:1/nowhere",
        "DATABASE_OWNER_URL": "postgresql://nobody@localhost:1/nowhere",
        "DATABASE_ROLE": "application",
        "REDIS_URL": "redis://localhost:1",
        "SECRET_KEY": "signs-nothing-as-these-commands-have-nobody-to-sign-for",
        "FIELD_KEYS": "ZW5jcnlwdHMtbm90aGluZy0zMi1ieXRlcy1sb25nISE=",
        "LOOKUP_KEY": "looks-nothing-up-as-these-commands-have-nobody-to-look-for",
        "ALLOWED_HOSTS": "localhost",
        "DEBUG": "no",
    }
)

from config.settings import *  # noqa: F403
