"""The environment of a process that works with the demo's services and data on this machine."""

import os

from embedded import keys, services
from embedded.home import Home


def environment(home: Home) -> dict[str, str]:
    """Ours, with all that the settings ask for; starts the services that it does not name. Raises Trouble."""
    return {
        "PLAIN_HTTP": "yes",
        "ALLOWED_HOSTS": "localhost 127.0.0.1 [::1]",
        "STATIC_ROOT": str(home.base / "static"),
        "BEAT_FILE": str(home.run / "beat"),
        "PYTHONUNBUFFERED": "1",
        **keys.of(home),
        **os.environ,
        **services.up(home, os.environ),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
