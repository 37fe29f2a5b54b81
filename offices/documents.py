"""Documents of the commands that decide on them (replay, attribute …) as text: strict JSON in, answers out."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice


class NotJson(ValueError):
    """A file that holds no usable JSON; the text says why, on one line."""


def parsed(content: bytes) -> object:
    """The JSON value that the file holds. Raises NotJson for what is not UTF-8 or not JSON."""
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=_object)
    except UnicodeDecodeError:
        raise NotJson("is not UTF-8 text") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise NotJson(f"is not JSON: {error.msg} at {place}") from None
    except NotJson:
        raise
    except ValueError:  # more digits than Python reads into a number
        raise NotJson("is not usable JSON: a number is too long") from None
    except RecursionError:
        raise NotJson("is not usable JSON: it is nested too deeply") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys stand once each: with a key twice, nobody can tell which value was meant."""
    made = dict(pairs)
    if len(made) != len(pairs):
        seen = set()
        for key, _value in pairs:
            if key in seen:
                raise NotJson(f"is not usable JSON: an object has the field {key!r} twice")
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
