"""Refreshes the message catalogues: `python -m scripts.messages`.

locale/zh_Hans is translated by hand, and what it holds is kept; locale/zh_Hant is made from it; locale/en holds
plurals only, because the English sentences stand in the program. Nothing in the files depends on the time, the
machine or the place of a sentence, so that a change shows exactly the sentences that changed.
"""

import re
import sys
from pathlib import Path

import polib

from scripts import catalogues
from scripts.extraction import PROJECT, Message, messages
from scripts.traditional import traditional

LOCALE = PROJECT / "locale"
# How many forms a counted sentence has, and which one a number takes.
PLURALS = {
    "zh_Hans": "nplurals=1; plural=0;",
    "zh_Hant": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
}
PERCENT = re.compile(r"%(?:\(\w+\))?[sd]")
BRACES = re.compile(r"\{\w+\}")


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def key(entry: polib.POEntry) -> Message:
    """What the program calls this entry."""
    return Message(entry.msgid, entry.msgctxt or "", entry.msgid_plural or "")


def read(language: str) -> polib.POFile:
    """The catalogue as it is; empty where there is none yet."""
    path = catalogue_path(language)
    return catalogues.read(path) if path.exists() else polib.POFile()


def blank(language: str, message: Message) -> polib.POEntry:
    """An untranslated entry."""
    entry = polib.POEntry(msgid=message.text, msgctxt=message.context or None)
    if message.plural:
        entry.msgid_plural = message.plural
        forms = 2 if language == "en" else 1
        entry.msgstr_plural = dict.fromkeys(range(forms), "")
    said = message.text + message.plural
    if PERCENT.search(said):
        entry.flags.append("python-format")
    elif BRACES.search(said):
        entry.flags.append("python-brace-format")
    return entry


def drafts() -> dict[str, polib.POFile]:
    """The catalogues as they should stand in the repository now."""
    found = sorted(messages())
    kept = {key(entry): entry for entry in read("zh_Hans")}
    books = {language: _empty(language) for language in PLURALS}
    for message in found:
        simplified, converted, english = (blank(language, message) for language in PLURALS)
        if message in kept:
            simplified.msgstr = kept[message].msgstr
            simplified.msgstr_plural = kept[message].msgstr_plural
            simplified.tcomment = kept[message].tcomment
            if kept[message].fuzzy:
                simplified.flags.insert(0, "fuzzy")
        if message.plural:
            english.msgstr_plural = {0: message.text, 1: message.plural}
            words = simplified.msgstr_plural.get(0, "")
            converted.msgstr_plural = {0: traditional(words, message.text, message.context)}
        else:
            converted.msgstr = traditional(simplified.msgstr, message.text, message.context)
        for language, entry in zip(PLURALS, (simplified, converted, english), strict=True):
            books[language].append(entry)
    return books


def _empty(language: str) -> polib.POFile:
    book = polib.POFile(wrapwidth=0)
    book.metadata = {
        "Project-Id-Version": "lunxu",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    return book


def main() -> int:
    books = drafts()
    for language, book in books.items():
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{book}\n", "utf-8")
    missing = len(books["zh_Hans"].untranslated_entries())
    print(f"{len(books['zh_Hans'])} sentences; {missing} wait for their words in {catalogue_path('zh_Hans')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
