"""Personal data in a text about to be published: what is found, how grave it is, and a masked copy.

个人信息保护法 (2021) Article 25: personal information is not made public without separate consent; 行政处罚法
(2021) Article 50: private matters learnt in enforcement are kept secret. Numbers are recognised by their
checksums, so that document numbers, index numbers and amounts are left alone. Standard library only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from gongkai.domain.identifiers import (
    is_card_number,
    is_credit_code,
    is_old_resident_number,
    is_resident_number,
)
from gongkai.domain.personal_names import people, residences
from gongkai.domain.prose import Finding, Severity
from gongkai.domain.text import N_, say
from gongkai.domain.wordings import Wording, check_pattern, forbidden_wordings, half_width

__all__ = ["Finding", "Wording", "check_pattern", "findings", "forbidden_wordings", "mask"]


@dataclass(frozen=True, slots=True)
class _Hit:
    """Characters ``start`` to ``end`` of the text are personal data of the kind ``code``."""

    start: int
    end: int
    code: str
    severity: Severity


def findings(
    text: str,
    *,
    penalty_decision: bool = False,
    allowed_numbers: Collection[str] = (),
) -> tuple[Finding, ...]:
    """The personal data in ``text``, each thing once, in reading order.

    ``allowed_numbers`` are the agency's own telephone, fax and account numbers and mail addresses
    (``@example.gov.cn`` allows a whole domain): these are meant to be public. In a penalty decision the names and
    homes of natural persons are looked for too. What a finding quotes is masked.
    """
    hits = _hits(text, penalty_decision, allowed_numbers)
    masked = _masked(text, hits)
    plain = half_width(text)
    found: list[Finding] = []
    seen: set[tuple[str, str]] = set()
    for hit in hits:
        thing = re.sub(r"[\s-]", "", plain[hit.start : hit.end])
        if (hit.code, thing) in seen:
            continue
        seen.add((hit.code, thing))
        shown = masked[hit.start : hit.end]
        message = say(_MESSAGES[hit.code], found=shown)
        found.append(Finding(hit.code, hit.severity, message, quote(masked, hit.start, hit.end), shown))
    return tuple(found)


def mask(
    text: str,
    *,
    penalty_decision: bool = False,
    allowed_numbers: Collection[str] = (),
) -> str:
    """``text`` with everything ``findings`` finds masked, of the same length and otherwise unchanged.

    Masking what is masked changes nothing; in the result nothing is left to find.
    """
    while hits := _hits(text, penalty_decision, allowed_numbers):
        text = _masked(text, hits)  # each round turns at least one character into a star, so there is an end
    return text


def quote(text: str, start: int, end: int, around: int = 12) -> str:
    """The place ``start`` to ``end`` with ``around`` characters on either side, on one line."""
    before, after = max(start - around, 0), min(end + around, len(text))
    line = re.sub(r"\s+", " ", text[before:after]).strip()
    return ("…" if before else "") + line + ("…" if after < len(text) else "")


def _hits(text: str, penalty: bool, allowed: Collection[str]) -> list[_Hit]:
    plain = half_width(text)
    busy = bytearray(
        len(plain)
    )  # characters already explained: organisation codes, allowed numbers, earlier hits
    for code in _CREDIT_CODE.finditer(plain):
        if is_credit_code(code.group()):
            busy[code.start() : code.end()] = b"\1" * 18
    own_mails = tuple(half_width(one).strip().casefold() for one in allowed if "@" in one)
    own_numbers = frozenset(
        filter(None, (re.sub(r"\D", "", half_width(one)) for one in allowed if "@" not in one))
    )
    hits: list[_Hit] = []
    for source in (
        _long_numbers(plain, own_numbers),
        _mail_addresses(plain, own_mails),
        _mobiles(plain, own_numbers),
        _landlines(plain, own_numbers),
        _passports(plain),
        _plates(plain),
    ):
        for hit in source:
            if any(busy[hit.start : hit.end]):
                continue
            busy[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
            if hit.code:
                hits.append(hit)
    if penalty:
        hits += [_Hit(start, end, "privacy.name", how) for start, end, how in people(plain)]
        hits += [_Hit(start, end, "privacy.home_address", how) for start, end, how in residences(plain)]
    return sorted(hits, key=lambda hit: (hit.start, hit.end))


# --- identity and card numbers ------------------------------------------------------------------------------

_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])")
_TOKEN = re.compile(r"[0-9]+(?:[ -]?[Xx](?![0-9A-Za-z]))?")
_LONGEST = 19
_IDENTITY_WORDS = re.compile(r"身份证|公民身份|证件号|身份号")
_CARD_WORDS = re.compile(r"卡号|账号|帐号|账户|帐户|银行卡|信用卡|储蓄卡|开户|户名")


def _long_numbers(plain: str, own: frozenset[str]) -> Iterator[_Hit]:
    """Identity and card numbers, also written in groups parted by single blanks or single hyphens."""
    tokens = [(found.start(), found.end()) for found in _TOKEN.finditer(plain)]
    free = 0
    for index, (start, _) in enumerate(tokens):
        if start < free or re.search(r"[0-9][.,]$", plain[max(start - 2, 0) : start]):
            continue
        for end, digits, groups in _windows(plain, tokens, index):
            code = _long_number(plain, start, end, digits, groups)
            if code and digits not in own:
                yield _Hit(start, end, code, "refuse")
                free = end
                break


def _windows(plain: str, tokens: list[tuple[int, int]], index: int) -> Iterator[tuple[int, str, list[int]]]:
    """The numbers that begin with token ``index``: end, digits, lengths of the groups."""
    digits, groups, separator, last = "", [], "", len(tokens) - 1
    for place in range(index, len(tokens)):
        start, end = tokens[place]
        if place > index:
            gap = plain[tokens[place - 1][1] : start]
            if gap not in {" ", "-"} or (separator and gap != separator):
                return
            separator = gap
        group = re.sub("[ -]", "", plain[start:end])
        digits += group
        groups.append(len(group))
        if len(digits) > _LONGEST:
            return
        joined_on = place < last and plain[end : tokens[place + 1][0]] == "-"
        joined_before = index > 0 and plain[tokens[index - 1][1] : tokens[index][0]] == "-"
        if not (joined_on or joined_before):
            yield end, digits, groups


def _long_number(plain: str, start: int, end: int, digits: str, groups: list[int]) -> str:
    """The code of the finding this number gives, or nothing."""
    if re.match(r"[.,][0-9]", plain[end : end + 2]):
        return ""
    if len(digits) == 18 and is_resident_number(digits):
        return "privacy.resident_number"
    before = plain[max(start - 14, 0) : start]
    letters_around = plain[end : end + 1].isascii() and plain[end : end + 1].isalpha()
    if letters_around or (start and plain[start - 1].isascii() and plain[start - 1].isalpha()):
        return ""
    # Serial numbers are often place + yymmdd + serial: a "birth" before 1930 is far more likely the date of a
    # document of this century, unless the words say otherwise.
    credible = int(digits[6:8]) >= 30 or _IDENTITY_WORDS.search(before) if len(digits) == 15 else False
    if credible and len(groups) == 1 and is_old_resident_number(digits):
        return "privacy.resident_number"
    if len(groups) > 1 and any(length != 4 for length in groups[:-1]):
        return ""
    if digits.isdecimal() and is_card_number(digits, spoken_of=bool(_CARD_WORDS.search(before))):
        return "privacy.bank_card"
    return ""


# --- how to reach somebody ----------------------------------------------------------------------------------

_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+*-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}"
)
_QUANTITY = r"(?!\s?(?:元|万|亿|千|吨|平方|立方|公里|人|户|件|%|％))"
_MOBILE = re.compile(
    r"(?<![0-9A-Za-z¥￥$])(?<![0-9][.,])(?:(?:\+|00)?86[- ]?)?"
    rf"(?P<number>1[3-9][0-9][- ]?[0-9]{{4}}[- ]?[0-9]{{4}})(?![0-9A-Za-z])(?!\.[0-9]){_QUANTITY}"
)
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(
    rf"(?<![0-9A-Za-z.])(?:\([ ]?(?P<a>{_AREA})[ ]?\)[ ]?-?|(?P<b>{_AREA})[- ]{{1,2}})"
    rf"(?P<local>[2-9][0-9]{{6,7}})(?![0-9A-Za-z])(?!\.[0-9]){_QUANTITY}"
)
_SPOKEN_LANDLINE = re.compile(
    r"(?:电话|传真|座机|联系方式|[Tt][Ee][Ll]|[Ff][Aa][Xx])(?:号码)?[ .]?[:：]?\s?"
    rf"(?P<b>{_AREA})?(?P<local>[2-9][0-9]{{6,7}})(?![0-9A-Za-z-])"
)


def _mail_addresses(plain: str, own: tuple[str, ...]) -> Iterator[_Hit]:
    for found in _MAIL.finditer(plain):
        mail = found.group().casefold()
        domain = mail.partition("@")[2]
        code = "" if mail in own or "@" + domain in own else "privacy.mail"
        yield _Hit(found.start(), found.end(), code, "note" if domain.endswith(".gov.cn") else "reason")


def _mobiles(plain: str, own: frozenset[str]) -> Iterator[_Hit]:
    for found in _MOBILE.finditer(plain):
        number = re.sub(r"[- ]", "", found["number"])
        yield _Hit(*found.span("number"), "" if number in own else "privacy.mobile", "reason")


def _landlines(plain: str, own: frozenset[str]) -> Iterator[_Hit]:
    for found in _LANDLINE.finditer(plain):
        allowed = _is_own((found["a"] or found["b"]) + found["local"], own)
        yield _Hit(*found.span("local"), "" if allowed else "privacy.landline", "reason")
    for found in _SPOKEN_LANDLINE.finditer(plain):
        allowed = _is_own((found["b"] or "") + found["local"], own)
        yield _Hit(*found.span("local"), "" if allowed else "privacy.landline", "reason")


def _is_own(number: str, own: frozenset[str]) -> bool:
    """Whether ``number`` is an office number, written with or without its area code."""
    return any(number.endswith(one) or one.endswith(number) for one in own if len(one) >= 7)


# --- papers and cars ----------------------------------------------------------------------------------------

_PASSPORT = re.compile(
    r"(?<![0-9A-Za-z])(?:[EG][0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|[DSP]E?[0-9]{7,8}|[HM][0-9]{8}(?:[0-9]{2})?)(?![0-9A-Za-z*])"
)
_PASSPORT_WORDS = re.compile(r"护照|通行证|[Pp]assport")
_LOOKS_DATED = re.compile(r"[A-Z](?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])")
_PLATE = re.compile(
    r"(?P<plate>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][·•.\- ]?"
    r"(?P<serial>[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]))"
    r"(?![0-9A-Za-z*])"
)
_EXAMPLE = re.compile(r"(?:如|示例|样例|例)[:：“\"「]?$")


def _passports(plain: str) -> Iterator[_Hit]:
    for found in _PASSPORT.finditer(plain):
        spoken_of = _PASSPORT_WORDS.search(plain[max(found.start() - 14, 0) : found.start()])
        common = found.group()[0] in "EG" and not _LOOKS_DATED.match(found.group())
        if spoken_of or common:
            yield _Hit(found.start(), found.end(), "privacy.passport", "reason")


def _plates(plain: str) -> Iterator[_Hit]:
    for found in _PLATE.finditer(plain):
        serial = found["serial"]
        example = _EXAMPLE.search(plain[max(found.start() - 4, 0) : found.start()])
        if len(set(serial)) > 1 and any(letter.isdecimal() for letter in serial) and not example:
            yield _Hit(*found.span("plate"), "privacy.plate", "reason")


# --- masking and words --------------------------------------------------------------------------------------

# How many letters stay readable at the head and at the end.
_KEPT = {
    "privacy.resident_number": (4, 4),
    "privacy.bank_card": (4, 4),
    "privacy.mobile": (3, 4),
    "privacy.landline": (3, 0),
    "privacy.passport": (2, 2),
    "privacy.plate": (3, 1),
    "privacy.home_address": (0, 0),
}


def _masked(text: str, hits: Iterable[_Hit]) -> str:
    letters = list(text)
    for hit in hits:
        letters[hit.start : hit.end] = _mask_one(text[hit.start : hit.end], hit.code)
    return "".join(letters)


def _mask_one(thing: str, code: str) -> list[str]:
    if code == "privacy.name":
        kept = 2 if len(thing) > 3 and "·" not in thing else 1
        return list(thing[:kept]) + ["某"] * (len(thing) - kept)
    if code == "privacy.mail":
        at = re.search("[@＠]", thing)
        local = at.start() if at else len(thing)
        return [
            letter if (0 == place < local - 1) or place >= local else "*"
            for place, letter in enumerate(thing)
        ]
    head, tail = _KEPT[code]
    places = [place for place, letter in enumerate(thing) if letter.isalnum()]
    hidden = set(places[head : len(places) - tail])
    return ["*" if place in hidden else letter for place, letter in enumerate(thing)]


_MESSAGES = {
    "privacy.resident_number": N_(
        "The text has a resident identity number ({found}). Remove or mask it: personal data is not "
        "published without the person's separate consent."
    ),
    "privacy.bank_card": N_(
        "The text has a bank card number ({found}). Remove or mask it. If it is the agency's own account, "
        "have it added to the numbers that may be published."
    ),
    "privacy.mobile": N_(
        "The text has a mobile number ({found}). Remove or mask it, or say why it may be public."
    ),
    "privacy.landline": N_(
        "The text has a telephone number ({found}) that is not among the agency's own. Remove or mask it, "
        "or say why it may be public."
    ),
    "privacy.mail": N_(
        "The text has an e-mail address ({found}) that is not among the agency's own. Remove or mask it, "
        "or say why it may be public."
    ),
    "privacy.passport": N_(
        "The text seems to have a passport or travel permit number ({found}). Remove or mask it, "
        "or say why it may be public."
    ),
    "privacy.plate": N_(
        "The text has a vehicle plate ({found}). Remove or mask it, or say why it may be public."
    ),
    "privacy.name": N_(
        "The penalty decision names a person ({found}). Keep the family name only, as in 张某某."
    ),
    "privacy.home_address": N_(
        "The penalty decision gives a person's home ({found}). Keep the county or district only."
    ),
}
