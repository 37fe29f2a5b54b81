"""Telephone numbers: the short way that long lists take says what phonenumbers says."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from offices import phones

NUMBERS = st.from_regex(r"1[0-9]{10}", fullmatch=True)
WAYS = st.sampled_from(["{}", "+86{}", "+86 {}", " {} ", "86{}", "0{}", "0086{}", "{}0"])


def by_the_library(typed: str) -> str:
    """As normalise reads what the short way leaves to it."""
    for region in (phones.HOME_REGION, *phones.NEIGHBOURS):
        try:
            number = phonenumbers.parse(typed.strip(), region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and not number.extension:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
        if typed.strip().startswith(("+", "00")):
            break
    return ""


@given(NUMBERS, WAYS)
def test_short_way_says_what_the_library_says(number: str, way: str) -> None:
    typed = way.format(number)
    try:
        read = phones.normalise(typed)
    except phones.PhoneError:
        read = ""
    assert read == by_the_library(typed)


@given(NUMBERS)
def test_home_mobiles_are_mobiles_and_are_shown_as_people_dial_them(number: str) -> None:
    try:
        e164 = phones.normalise(number)
    except phones.PhoneError:
        return
    parsed = phonenumbers.parse(e164)
    mobile = phonenumbers.number_type(parsed) in (
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
    )
    assert (phones.line_of(e164) == phones.Line.MOBILE) is mobile
    told = phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL).replace(" ", "")
    assert phones.national(e164) == (told if parsed.country_code == 86 else phones.national(e164))


@pytest.mark.parametrize(
    "typed", ["138-0000-1234", "138 0000 1234", "+86 138-0000-1234", "\uff11\uff13\uff1800001234"]
)
def test_dashes_spaces_and_wide_digits_are_understood(typed: str) -> None:
    assert phones.normalise(typed) == "+8613800001234" and phones.masked("+8613800001234") == "138****1234"
