"""Every sentence has its words in every language, and the words are well set."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

import polib
import pytest
from django.utils import translation

from scripts import catalogues, extraction, messages, traditional

CHINESE = ("zh_Hans", "zh_Hant")
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd%]|\{\w*\}|</?\w[^>]*>")
# Half-width marks beside a Chinese character, dots for an ellipsis, and gaps that the style sheet sets by itself.
ILL_SET = {
    "half-width mark": re.compile(rf"[{HAN}][,;:!?().]|[,;!?()][{HAN}]"),
    "straight quote": re.compile(rf"[{HAN}][\"']|[\"'][{HAN}]"),
    "dots": re.compile(r"\.\.\.|\u3002\u3002"),
    "gap": re.compile(rf"[{HAN}] +[{HAN}A-Za-z0-9%{{]|[A-Za-z0-9}}] +[{HAN}]"),
}
BARE_PERCENT = re.compile(r"(?<!%)%(?![%(s\uff09])")
# Written otherwise as a rule, and yet themselves in a few words ("to approve", "to draw lots").
BOTH = {"\u51c6", "\u7c64", "\u91cc"}


@cache
def entries(language: str) -> polib.POFile:
    return catalogues.read(messages.catalogue_path(language))


def words(entry: polib.POEntry) -> list[str]:
    """The translations of an entry: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def drafts() -> dict[str, polib.POFile]:
    return messages.drafts()


@pytest.mark.parametrize("language", messages.PLURALS)
def test_the_catalogues_are_what_make_messages_writes(language: str, drafts: dict[str, polib.POFile]) -> None:
    committed = messages.catalogue_path(language).read_text("utf-8")
    said = {messages.key(entry) for entry in drafts[language]}
    kept = {messages.key(entry) for entry in entries(language)}
    assert said - kept == set(), "sentences that no catalogue holds: run `make messages` and translate them"
    assert kept - said == set(), "sentences that nobody says any more: run `make messages`"
    assert committed == f"{drafts[language]}\n", (
        "run `make messages`; zh_Hant is changed in locale/zh_Hant.json"
    )


def test_a_sentence_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    book = tmp_path / "django.po"
    once = 'msgid "Open"\nmsgstr "x"\n\nmsgctxt "door"\nmsgid "Open"\nmsgstr "y"\n'
    book.write_text(once, "utf-8")
    assert len(catalogues.read(book)) == 2
    book.write_text(f'{once}\nmsgctxt "door"\nmsgid "Open"\nmsgstr "z"\n', "utf-8")
    with pytest.raises(ValueError, match="twice"):
        catalogues.read(book)


@pytest.mark.parametrize("language", CHINESE)
def test_every_sentence_has_its_words(language: str) -> None:
    missing = [entry.msgid for entry in entries(language) if not all(words(entry)) or not words(entry)]
    assert missing == []


@pytest.mark.parametrize("language", messages.PLURALS)
def test_no_entry_is_fuzzy_or_left_over(language: str) -> None:
    doubtful = [entry.msgid for entry in entries(language) if entry.fuzzy or entry.obsolete]
    assert doubtful == []


@pytest.mark.parametrize("language", CHINESE)
def test_words_have_the_placeholders_of_their_sentence(language: str) -> None:
    differing = [
        (entry.msgid, said)
        for entry in entries(language)
        for said in words(entry)
        if Counter(PLACEHOLDER.findall(said))
        != Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]
    assert differing == []


def test_a_singular_leaves_nothing_out_but_the_number() -> None:
    for entry in entries("en"):
        singular, plural = (set(PLACEHOLDER.findall(text)) for text in (entry.msgid, entry.msgid_plural))
        if entry.msgid_plural:
            assert len(plural - singular) <= 1 and singular <= plural, entry.msgid


@pytest.mark.parametrize("language", CHINESE)
def test_chinese_is_well_set(language: str) -> None:
    ill_set = [
        (fault, said)
        for entry in entries(language)
        for said in words(entry)
        for fault, pattern in ILL_SET.items()
        if pattern.search(PLACEHOLDER.sub("%", said) if fault != "gap" else said)
    ]
    assert ill_set == []


@pytest.mark.parametrize("language", CHINESE)
def test_no_bare_percent_sign_in_a_sentence_that_may_be_formatted(language: str) -> None:
    """Django formats the messages of constraints and fields; only labels, which end in "(%)", are never formatted."""
    bare = [said for entry in entries(language) for said in words(entry) if BARE_PERCENT.search(said)]
    assert bare == []


def test_traditional_has_no_simplified_character() -> None:
    used = {character for entry in entries("zh_Hant") for said in words(entry) for character in said}
    used -= BOTH
    assert (
        sorted(character for character in used if traditional.traditional(character, "") != character) == []
    )


def test_what_was_decided_by_hand_still_decides_something() -> None:
    decided = traditional.by_hand()
    keys = {
        f"{message.context}|{message.text}" if message.context else message.text
        for message in extraction.messages()
    }
    assert decided.sentences.keys() <= keys
    said = "\n".join(text for entry in entries("zh_Hant") for text in words(entry))
    unused = [wanted for wanted in decided.terms.values() if wanted not in said]
    assert unused == []
    assert json.loads(traditional.BY_HAND.read_text("utf-8")).keys() == {"terms", "sentences"}


def test_every_sentence_is_written_out_where_it_is_said() -> None:
    assert [str(call) for call in extraction.unreadable()] == []


def test_the_extraction_reads_every_way_of_saying_something(tmp_path: Path) -> None:
    module = tmp_path / "said.py"
    module.write_text(
        "from django.utils.translation import gettext as _, npgettext_lazy, pgettext\n"
        "from django.utils import translation\n"
        "_('One') ; _('Two ' 'halves') ; pgettext('door', 'Open')\n"
        "npgettext_lazy('at table', '%(n)d seat', '%(n)d seats', 'n') ; translation.gettext('Three')\n"
        "_(module) ; unrelated('Four')\n",
        "utf-8",
    )
    found, lost = extraction.in_python(module)
    assert set(found) == {
        extraction.Message("One"),
        extraction.Message("Two halves"),
        extraction.Message("Open", "door"),
        extraction.Message("%(n)d seat", "at table", "%(n)d seats"),
        extraction.Message("Three"),
    }
    assert len(lost) == 1


def test_the_extraction_reads_templates_as_django_looks_them_up() -> None:
    source = """{% load i18n %}{# translate "No" #}{% translate "Half 50%" context "sale" as half %}
    {% include "x.html" with label=_("Label") other="Not this" %}<p title="a">gettext("Nor this")</p>
    {% blocktranslate trimmed count n=rows|length with name=row.name %}
      {{ name }} has
      one{% plural %}{{ name }} has {{ n }}{% endblocktranslate %}"""
    assert extraction.in_template(source) == [
        extraction.Message("Half 50%%", "sale"),
        extraction.Message("Label"),
        extraction.Message("%(name)s has one", "", "%(name)s has %(n)s"),
    ]


@pytest.mark.parametrize(("language", "code"), [("zh_Hans", "zh-hans"), ("zh_Hant", "zh-hant"), ("en", "en")])
def test_the_program_speaks_the_words_of_the_catalogue(language: str, code: str) -> None:
    said: list[tuple[str, str]] = []
    with translation.override(code):
        for entry in entries(language):
            if entry.msgid_plural:
                numbered = translation.npgettext if entry.msgctxt else translation.ngettext
                context = [entry.msgctxt] if entry.msgctxt else []
                said.append((entry.msgstr_plural[0], numbered(*context, entry.msgid, entry.msgid_plural, 1)))
            else:
                spoken = translation.pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else None
                said.append((entry.msgstr or entry.msgid, spoken or translation.gettext(entry.msgid)))
    assert [pair for pair in said if pair[0] != pair[1]] == [], "run `make catalogues`"
