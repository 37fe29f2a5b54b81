"""Telephone numbers: how they are read, kept and shown (phonenumbers does the reading)."""

import re
from enum import StrEnum
from functools import cache

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import PhoneNumberFormat, PhoneNumberType

HOME_REGION = "CN"
NEIGHBOURS = ("HK", "MO", "TW")
MOBILE_TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)
PLAIN = re.compile(r"\+?[0-9][0-9 \-]{9,19}")
"""What is so written may be a mobile of the mainland, which is read without asking phonenumbers all its questions."""


class Line(StrEnum):
    """What kind of line a number is; only mobiles take SMS."""

    MOBILE = "mobile"
    LANDLINE = "landline"


class PhoneError(ValidationError):
    """What was typed is no telephone number."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This is no telephone number. Type 11 digits for a mobile, the area code first for a landline, "
                "or + and the country code for a number from elsewhere."
            ),
            code="phone",
        )


def normalise(typed: str) -> str:
    """What was typed as E.164 (``+8613800000000``).

    Full-width digits, spaces and dashes are understood. A number without country code is one of the mainland, else,
    where that is impossible, one of Hong Kong, Macau or Taiwan. Raises PhoneError.
    """
    text = typed.strip()
    if len(text) > 40:
        raise PhoneError
    if PLAIN.fullmatch(text):
        digits = text.replace(" ", "").replace("-", "").removeprefix("+86")
        if _is_home_mobile(digits):
            return f"+86{digits}"
    for region in (HOME_REGION, *NEIGHBOURS):
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number) and not number.extension:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
        if text.startswith(("+", "\uff0b", "00")):
            break
    raise PhoneError


def line_of(e164: str) -> Line:
    """Whether the number is a mobile (and so takes SMS) or a landline."""
    if e164.startswith("+86") and _is_home_mobile(e164[3:]):
        return Line.MOBILE
    kind = phonenumbers.number_type(phonenumbers.parse(e164))
    return Line.MOBILE if kind in MOBILE_TYPES else Line.LANDLINE


def national(e164: str) -> str:
    """The number as people here dial it: without country code at home, ``+852 …`` for others."""
    if e164.startswith("+86") and _is_home_mobile(e164[3:]):
        return e164[3:]
    number = phonenumbers.parse(e164)
    if number.country_code == 86:
        return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL).replace(" ", "")
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def masked(e164: str) -> str:
    """The number with its middle hidden: ``138****1234``; the last four digits always stay."""
    digits = "".join(character for character in national(e164) if character.isdigit())
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]}****{digits[-4:]}"
    hidden = max(len(digits) - 6, 2)
    return f"{digits[:-4][:2]}{'*' * hidden}{digits[-4:]}"


def _is_home_mobile(digits: str) -> bool:
    """As phonenumbers has them. Long lists are of little else, and its own questions take a third of a millisecond."""
    return len(digits) == 11 and _home_mobiles().fullmatch(digits) is not None


@cache
def _home_mobiles() -> re.Pattern[str]:
    return re.compile(
        phonenumbers.PhoneMetadata.metadata_for_region(HOME_REGION).mobile.national_number_pattern
    )
