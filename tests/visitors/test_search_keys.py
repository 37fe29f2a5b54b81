"""Under which texts names and plates are found."""

import json

import pytest

from visitors.search_keys import (
    KEY_LENGTH,
    MAX_READINGS,
    MAX_STARTS,
    SURNAMES,
    folded,
    initials_keys,
    name_keys,
    pinyin_keys,
    plate,
    plate_keys,
    sort_key,
)

TABLE = json.loads(SURNAMES.read_text(encoding="utf-8"))
ZENG, XIAO, MING = "\u66fe", "\u5c0f", "\u660e"
OUYANG, XIU = "\u6b27\u9633", "\u4fee"
LV, BU = "\u5415", "\u5e03"
YU = "\u8c6b"


def test_a_name_is_found_by_its_characters_from_each_beginning() -> None:
    assert name_keys(ZENG + XIAO + MING) == {ZENG + XIAO + MING, XIAO + MING, MING}


def test_a_surname_reads_as_surnames_do_first_and_its_other_readings_find_it_too() -> None:
    assert sort_key(ZENG + XIAO + MING) == "zeng xiao ming"
    assert {"zengxiaoming", "cengxiaoming", "xiaoming", "ming"} <= pinyin_keys(ZENG + XIAO + MING)
    assert {"zxm", "cxm", "xm"} <= initials_keys(ZENG + XIAO + MING)


@pytest.mark.parametrize("surname", TABLE["single"])
def test_every_surname_of_the_table_sorts_by_its_own_reading(surname: str) -> None:
    assert sort_key(surname + MING).split()[0] == TABLE["single"][surname][0]
    assert all(
        any(key.startswith(word) for key in pinyin_keys(surname + MING)) for word in TABLE["single"][surname]
    )


@pytest.mark.parametrize("surname", TABLE["compound"])
def test_every_compound_surname_of_the_table_sorts_by_both_its_readings(surname: str) -> None:
    assert sort_key(surname + MING).split()[:2] == TABLE["compound"][surname]
    assert "".join(TABLE["compound"][surname]) + "ming" in pinyin_keys(surname + MING)


def test_the_letter_v_and_the_passports_yu_both_find_a_name() -> None:
    assert {"lvbu", "lyubu"} <= pinyin_keys(LV + BU)
    assert folded("L\u00fc Bu") == "lvbu"


def test_a_name_in_letters_is_found_by_each_word() -> None:
    assert name_keys("John O'Neil") == {"johnoneil", "oneil", "neil"}
    assert pinyin_keys("John O'Neil") == set()
    assert "jon" in initials_keys("John O'Neil")


def test_a_mixed_name_is_cut_between_characters_and_letters() -> None:
    assert "lily" in name_keys(f"{LV}Lily")
    assert "lvlily" in pinyin_keys(f"{LV}Lily")


def test_a_long_name_makes_few_and_short_keys() -> None:
    name = (ZENG + MING) * 20
    for keys in (name_keys(name), pinyin_keys(name), initials_keys(name)):
        assert len(keys) <= MAX_STARTS * MAX_READINGS
        assert all(0 < len(key) <= KEY_LENGTH for key in keys)


@pytest.mark.parametrize("name", ["", "  ", "\u00b7", "\U0001f600", "--"])
def test_what_holds_no_letter_has_no_key(name: str) -> None:
    assert name_keys(name) == pinyin_keys(name) == initials_keys(name) == set()


def test_a_search_is_compared_in_one_width_and_case_without_spaces() -> None:
    assert folded(" \uff21n\u3000Bo ") == "anbo"
    assert folded("\u00b7") == ""


def test_a_plate_is_kept_in_one_spelling_and_found_without_province_and_city() -> None:
    assert plate(f"{YU}a\u00b7123 45") == f"{YU}A12345"
    assert plate_keys(f"{YU}A12345") == {f"{YU}a12345", "a12345", "12345"}
    assert plate_keys("HK 1234") == {"hk1234"}
    assert plate_keys("") == set()
