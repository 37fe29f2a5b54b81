"""The documents of `manage.py replay` as text: reading JSON strictly, and printing the answers."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice

from reception.rotation import DocumentError


def parsed(content: bytes) -> object:
    """The JSON value that the file holds. Raises `DocumentError` for what is not UTF-8 or not JSON."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise DocumentError("is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise DocumentError(f"is not JSON: {error.msg} at {place}") from None
    except DocumentError:
        raise
    except ValueError:  # more digits than Python reads into a number
        raise DocumentError("is not usable JSON: a number is too long") from None
    except RecursionError:
        raise DocumentError("is not usable JSON: it is nested too deeply") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys stand once each: with a key twice, nobody can tell which value was meant."""
    made = dict(pairs)
    if len(made) != len(pairs):
        seen = set()
        for key, _value in pairs:
            if key in seen:
                raise DocumentError(f"is not usable JSON: an object has the field {key!r} twice")
            seen.add(key)
    return made


def printed(answers: Sequence[object]) -> Iterator[str]:
    """The text to print, piece by piece: one answer indented, several as one compact document a line."""
    if len(answers) == 1:
        pieces = json.JSONEncoder(indent=2, ensure_ascii=False).iterencode(answers[0])
        while batch := "".join(islice(pieces, 10_000)):  # a long day is not held as text as well
            yield batch
        yield "\n"
    else:
        for answer in answers:
            yield json.dumps(answer, separators=(",", ":"), ensure_ascii=False) + "\n"
