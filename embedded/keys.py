"""The demo's secrets: made at its first start, kept beside its data, readable by its user only."""

import base64
import secrets

from embedded import envfile
from embedded.home import Home


def of(home: Home) -> dict[str, str]:
    """The secrets of this home; what is missing is made."""
    home.prepare()
    kept = envfile.read(home.secrets_file)
    made = {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "LOOKUP_KEY": secrets.token_urlsafe(32),
    }
    if made.keys() - kept.keys():
        kept = made | kept
        envfile.write(home.secrets_file, kept, mode=0o600)
    return kept
