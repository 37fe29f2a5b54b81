"""Bring the browser's third-party files into static/vendor: ``python scripts/vendor_assets.py``.

Each package is fetched by ``npm pack`` at a pinned version and accepted only with the pinned sha512 of its archive.
What we ship is committed together with the licences and with ``SHA256SUMS.json``, which a test compares with the files.
"""

import base64
import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"


class Package(NamedTuple):
    """A pinned package: the integrity of its archive and which of its files go where under static/vendor."""

    spec: str
    integrity: str
    files: dict[str, str]


PACKAGES = [
    Package(
        "bootstrap@5.3.9",
        "sha512-20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w==",
        {
            "dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
            "LICENSE": "bootstrap/LICENSE",
        },
    ),
    Package(
        "bootstrap-icons@1.13.2",
        "sha512-fAU1Ly3dH7hwRg+CB8EZ0Vl0fF80zgXHeUVJyfUOKzoURr+TbwISbCW5tKUoQLERaWYG2emTCybcPbD96hdD1A==",
        {
            "font/bootstrap-icons.min.css": "bootstrap-icons/bootstrap-icons.min.css",
            "font/fonts/bootstrap-icons.woff2": "bootstrap-icons/fonts/bootstrap-icons.woff2",
            "LICENSE": "bootstrap-icons/LICENSE",
        },
    ),
    Package(
        "idiomorph@0.7.4",
        "sha512-uCdSpLo3uMfqOmrwXTpR1k/sq4sSmKC7l4o/LdJOEU+MMMq+wkevRqOQYn3lP7vfz9Mv+USBEqPvi0XhdL9ENw==",
        {
            "dist/idiomorph-ext.min.js": "idiomorph/idiomorph-ext.min.js",
            "LICENSE": "idiomorph/LICENSE",
        },
    ),
]

# The static files storage follows every address in CSS and JS, and stops at those that we do not ship.
SOURCE_MAP = re.compile(rb"/\*# sourceMappingURL=.*?\*/|^//# sourceMappingURL=.*$", re.MULTILINE)
OLD_FONT = re.compile(rb',url\("fonts/bootstrap-icons\.woff\?[^)]*\) format\("woff"\)')


def fetch(package: Package) -> tarfile.TarFile:
    """The archive of a package, after its sha512 was compared. Raises SystemExit where it differs."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", "--ignore-scripts", package.spec],  # noqa: S607 - whichever npm there is
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        blob = next(Path(folder).glob("*.tgz")).read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(blob).digest()).decode()
    if found != package.integrity:
        raise SystemExit(f"{package.spec}: the archive is {found}, pinned is {package.integrity}")
    return tarfile.open(fileobj=io.BytesIO(blob))


def shipped(name: str, content: bytes) -> bytes:
    """The content without references to files that are not shipped."""
    if name.endswith((".css", ".js")):
        return OLD_FONT.sub(b"", SOURCE_MAP.sub(b"", content))
    return content


def main() -> None:
    sums = {}
    for package in PACKAGES:
        archive = fetch(package)
        for source, name in package.files.items():
            member = archive.extractfile(f"package/{source}")
            if member is None:
                raise SystemExit(f"{package.spec} has no {source}")
            content = shipped(name, member.read())
            target = VENDOR / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            sums[name] = hashlib.sha256(content).hexdigest()
    (VENDOR / "SHA256SUMS.json").write_text(json.dumps(sums, indent=1, sort_keys=True) + "\n")
    size = sum((VENDOR / name).stat().st_size for name in sums)
    print(f"{len(sums)} files, {size:,} bytes")


if __name__ == "__main__":
    main()
