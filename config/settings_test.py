"""The settings of the tests: services of their own, never those that the environment or the demo names.

Here and not in conftest.py, because pytest-django reads the settings before it. TEST_DATABASE_URL,
TEST_DATABASE_OWNER_URL and TEST_REDIS_URL, set together, name other servers than the embedded ones.
"""

import os

from embedded import testing

SERVICES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
given = {name: os.environ[f"TEST_{name}"] for name in SERVICES if f"TEST_{name}" in os.environ}
os.environ.update(given if len(given) == len(SERVICES) else testing.use())
os.environ.update(
    {
        "SECRET_KEY": "of-the-tests-only-and-long-enough-for-everybody-who-counts",
        "FIELD_KEYS": "b2YtdGhlLXRlc3RzLW9ubHktMzItYnl0ZXMtbG9uZyE=",
        "LOOKUP_KEY": "of-the-tests-only-and-long-enough-for-everybody-who-counts",
        "ALLOWED_HOSTS": "testserver localhost 127.0.0.1",
        "PLAIN_HTTP": "yes",
        "DEBUG": "no",
        "DATABASE_ROLE": "application",
        "LOG_LEVEL": "WARNING",
    }
)

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, CELERY_BROKER_TRANSPORT_OPTIONS, DATABASES, STORAGES  # noqa: E402

# Test runs at the same time do not see each other: databases and keys carry the number of the run's process
# (below xdist that of the parent), by which left-overs of killed runs are told as well (tests/conftest.py).
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
session = os.getppid() if worker else os.getpid()
DATABASES["default"]["TEST"] = {"NAME": f"test_lunxu_{session}"}
# A worker or beat that a test starts as a process of its own works in the test's database and under its keys.
RUN = os.environ.get("TEST_RUN", f"{session}{worker}")
DATABASES["default"]["NAME"] = os.environ.get("TEST_DATABASE_NAME", DATABASES["default"]["NAME"])
CACHES["default"]["KEY_PREFIX"] = f"test{RUN}"
# A machine busy with tests is slow; who tests a dead Redis names one that refuses.
CACHES["default"]["OPTIONS"] |= {"socket_timeout": 5.0}
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"test{RUN}:"

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# Quick to compute; nothing is guarded by it here.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A form that cannot be rendered fails its test instead of being left out of the page.
CRISPY_FAIL_SILENTLY = False
