"""Compiles locale/*/LC_MESSAGES/*.po, without gettext on the machine; what is fresh is left alone."""

import sys
from collections import Counter
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def read(source: Path) -> polib.POFile:
    """Raises ValueError for a sentence that stands there twice.

    The library can check that too, but compares each entry with all before it: seconds for each catalogue.
    """
    catalogue = polib.pofile(str(source))
    counted = Counter((entry.msgctxt, entry.msgid) for entry in catalogue)
    if twice := [text for (_, text), count in counted.items() if count > 1]:
        raise ValueError(f"twice in {source}: {twice}")
    return catalogue


def main() -> int:
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        try:
            catalogue = read(source)
        except (OSError, ValueError) as error:
            print(f"{source} cannot be read: {error}", file=sys.stderr)
            return 1
        # In one step: a test run at the same time reads the old or the new file.
        draft = target.with_suffix(".mo.draft")
        catalogue.save_as_mofile(str(draft))
        draft.replace(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
