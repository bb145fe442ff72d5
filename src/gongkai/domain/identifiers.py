"""Checksums of the numbers that identify people, cards and organisations in China."""

from __future__ import annotations

from datetime import date

# GB/T 2260 province codes, with 81-83 for residence permits of Hong Kong, Macao and Taiwan residents.
PROVINCES = frozenset(
    {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46}
    | {50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83}
)
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUES = {letter: value for value, letter in enumerate(_CREDIT_ALPHABET)}
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# GB 32100-2015 table 1: registering authority, then the kinds of organisation it registers.
_CREDIT_KINDS = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}


def is_resident_number(number: str) -> bool:
    """Whether ``number`` is a citizen identity number 公民身份号码 of 18 characters.

    GB 11643: province, date of birth and check character (ISO 7064 MOD 11-2) must all fit. Permits of foreign
    permanent residents (a leading 9, then the province) follow the same rule.
    """
    if (
        len(number) != 18
        or not (number[:17].isdecimal() and number.isascii())
        or number[17] not in "0123456789Xx"
    ):
        return False
    place = number[1:3] if number[0] == "9" else number[:2]
    if int(place) not in PROVINCES or not _is_date(number[6:10], number[10:12], number[12:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _RESIDENT_WEIGHTS, strict=True))
    return _RESIDENT_CHECKS[total % 11] == number[17].upper()


def is_old_resident_number(number: str) -> bool:
    """Whether ``number`` looks like a 15-digit identity number of before 1999; these have no check digit."""
    return (
        len(number) == 15
        and number.isascii()
        and number.isdecimal()
        and int(number[:2]) in PROVINCES
        and _is_date("19" + number[6:8], number[8:10], number[10:12])
    )


def is_credit_code(code: str) -> bool:
    """Whether ``code`` is a unified social credit code 统一社会信用代码: it names an organisation.

    GB 32100-2015: kind, province, the organisation code's own check character (GB 11714) and the last
    character must all fit.
    """
    text = code.upper()
    if len(text) != 18 or any(letter not in _CREDIT_VALUES for letter in text):
        return False
    if text[1] not in _CREDIT_KINDS.get(text[0], "") or not (text[2:8].isdecimal() and text.isascii()):
        return False
    if text[2:4] != "10" and int(text[2:4]) not in PROVINCES:  # 10: registered by a central authority
        return False
    total = sum(_CREDIT_VALUES[letter] * pow(3, place, 31) for place, letter in enumerate(text[:17]))
    return _CREDIT_ALPHABET[-total % 31] == text[17] and _is_organisation_code(text[8:17])


def _is_organisation_code(code: str) -> bool:
    total = sum(
        _base36(letter) * weight for letter, weight in zip(code[:8], _ORGANISATION_WEIGHTS, strict=True)
    )
    check = 11 - total % 11
    return code[8] == {10: "X", 11: "0"}.get(check, str(check))


def _base36(letter: str) -> int:
    return int(letter, 36)


def passes_luhn(digits: str) -> bool:
    """Whether the last of ``digits`` is the Luhn check digit (ISO/IEC 7812-1) of the others."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_card_number(digits: str, *, spoken_of: bool = False) -> bool:
    """Whether ``digits`` is a bank card number: Luhn, and a length its issuer prefix has.

    ``spoken_of``: the words before say it is a card or account; then rarer prefixes count too, which
    otherwise would catch serial numbers beginning with a province code (34 Anhui, 35 Fujian, 36 Jiangxi).
    """
    length = len(digits)
    if not 13 <= length <= 19 or len(set(digits)) == 1 or not passes_luhn(digits):
        return False
    if spoken_of and (digits[0] in "3456" or digits[:2] in {"90", "94", "95", "98"}):
        return True
    if digits[:2] == "62" or digits[:4] == "9558":  # UnionPay, and its oldest debit series
        return length >= 16
    if digits[0] == "4":  # Visa, and early UnionPay debit cards
        return length in {16, 19}
    if "51" <= digits[:2] <= "55" or "2221" <= digits[:4] <= "2720" or digits[:2] == "60":
        return length in {16, 19}
    return False


def _is_date(year: str, month: str, day: str) -> bool:
    if not 1900 <= int(year) <= 2099:
        return False
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
