"""What a page says, and its forms as a browser would send them."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.http import HttpResponse


@dataclass
class PageForm:
    """``action`` is the address it is sent to; ``fields`` what it holds (inputs and ticked boxes)."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[PageForm] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(PageForm(urljoin(self.address, given.get("action") or self.address)))
        is_off = given.get("type") in ("checkbox", "radio") and "checked" not in given
        if tag == "input" and given.get("name") and self.forms and not is_off:
            values = self.forms[-1].fields.setdefault(given["name"], [])
            values.append(given.get("value") or ("on" if given.get("type") == "checkbox" else ""))


def form_with(answer: HttpResponse, field: str) -> PageForm:
    """The page's form that holds this field; where it has no address of its own, it goes back to the page's."""
    reader = _Reader(answer.request["PATH_INFO"])
    reader.feed(answer.content.decode())
    [found] = [form for form in reader.forms if field in form.fields]
    return found


def says(page: str, word: str) -> bool:
    """Whether the word stands on the page by itself; a key or a token may hold its letters by chance."""
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", page) is not None
