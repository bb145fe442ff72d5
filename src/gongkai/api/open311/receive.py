"""What is reported: the fields of ``POST requests``, as a form or as a form with files."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from gongkai.api.open311.fields import SHOWN, Fields, moment_of
from gongkai.api.open311.serialize import writable
from gongkai.api.open311.shapes import Attribute, Definition, Photo, Problem, Problems, Submission
from gongkai.core import places
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

#: Longest texts, in characters; 4,000 is the standard's own.
LONGEST = {"description": 4000, "address_string": 300, "address_id": 100, "phone": 40, "id": 100, "name": 30}
LONGEST_ANSWER = 1000
MOST_PHOTOS = 9
#: Bytes beside the largest file that a whole report may have.
_BESIDE = 1024 * 1024

_NAMES = (
    *("a", "abbr", "b", "base", "blockquote", "body", "br", "button", "center", "code", "div", "em", "embed"),
    *("font", "form", "frame", "h[1-6]", "head", "hr", "html", "i", "iframe", "img", "input", "li", "link"),
    *("marquee", "meta", "object", "ol", "option", "p", "pre", "s", "script", "select", "small", "span"),
    *("strong", "style", "sub", "sup", "svg", "table", "tbody", "td", "textarea", "th", "title", "tr", "u"),
    *("ul", "video", "audio"),
)
#: Elements of HTML, not every "<": people write "<5米" too.
_HTML = re.compile(rf"</?(?:{'|'.join(_NAMES)})(?:[\s/][^<>]*)?>|<!--|<!doctype|<\?php", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]*)\](?:\[\d*\])?")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?")
_PHONE = re.compile(r"[0-9+()./ ,;转extEXT#*-]+")
_LINE_END = re.compile(r"[\r\n\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent: Django's own containers."""

    sent: Any
    files: Any


def form(request: HttpRequest) -> Form:
    """The form. Raises ``Problems`` where it cannot be read or is too large."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > settings.GONGKAI_MAX_UPLOAD + _BESIDE:
        raise Problems(
            Problem(
                400,
                say(
                    "The report is too large to be taken: {most} MB with its photos is the most.",
                    most=settings.GONGKAI_MAX_UPLOAD // 1024 // 1024,
                ),
            )
        )
    try:
        return Form(request.POST, request.FILES)
    except SuspiciousOperation as error:  # too many fields or files, too much text
        raise Problems(
            Problem(
                400, say("The report is too large to be taken: shorten it, and send fewer fields and files.")
            )
        ) from error
    except (MultiPartParserError, BadRequest, UnreadablePostError, ValueError, LookupError) as error:
        raise Problems(
            Problem(
                400,
                say(
                    "The report cannot be read. Send it as application/x-www-form-urlencoded, "
                    "or with photos as multipart/form-data, in UTF-8."
                ),
            )
        ) from error


def submission(
    given: Form, definition_of: Callable[[str], Definition | None], header: str = ""
) -> Submission:
    """The report in order. Raises ``Problems`` with everything that is wrong with it.

    ``header``: the ``Idempotency-Key`` of the call, which stands for a ``client_token`` that is missing.
    """
    fields = Fields(given.sent)
    code, answers = _service(fields, definition_of)
    lat, long, address, address_id = _place(fields)
    found = Submission(
        service_code=code,
        description=_description(fields),
        answers=answers,
        lat=lat,
        long=long,
        address_string=address,
        address_id=address_id,
        first_name=fields.text("first_name", LONGEST["name"]),
        last_name=fields.text("last_name", LONGEST["name"]),
        email=fields.email("email"),
        phone=_phone(fields),
        device_id=fields.text("device_id", LONGEST["id"]) or fields.text("deviceid", LONGEST["id"]),
        account_id=fields.text("account_id", LONGEST["id"]),
        client_token=_client_token(fields, header),
        media_urls=fields.addresses("media_url", MOST_PHOTOS),
        photos=_photos(fields, given.files),
    )
    if fields.problems:
        raise Problems(*fields.problems)
    return found


def _service(
    fields: Fields, definition_of: Callable[[str], Definition | None]
) -> tuple[str, dict[str, str | list[str]]]:
    code = fields.text("service_code", 64)
    if not code:
        fields.wrong(say("“service_code” is missing. services lists those there are."))
        return "", {}
    definition = definition_of(code)
    if definition is None:
        fields.wrong(
            say("There is no service “{code}” here. services lists those there are.", code=code[:SHOWN]), 404
        )
        return code, {}
    return code, _answers(fields, definition)


def _answers(fields: Fields, definition: Definition) -> dict[str, str | list[str]]:
    sent: dict[str, list[str]] = {}
    for name in fields.names():
        match = _ATTRIBUTE.fullmatch(name)
        if match:
            sent.setdefault(match[1], []).extend(fields.all(name))
    answers: dict[str, str | list[str]] = {}
    for attribute in definition.attributes:
        values = sent.pop(attribute.code, [])
        if not attribute.variable:
            continue
        if values:
            answer = _answer(fields, attribute, values)
            if answer is not None:
                answers[attribute.code] = answer
        elif attribute.required:
            fields.wrong(
                say(
                    "attribute[{code}] is missing: {question}",
                    code=attribute.code,
                    question=attribute.description or attribute.code,
                )
            )
    for code, values in sent.items():
        if values:
            fields.wrong(
                say(
                    "This service has no attribute “{code}”. services/{service} lists those it has.",
                    code=code[:SHOWN],
                    service=definition.service_code,
                )
            )
    return answers


def _answer(fields: Fields, attribute: Attribute, values: list[str]) -> str | list[str] | None:
    code = attribute.code
    if attribute.datatype == "multivaluelist":
        chosen = list(dict.fromkeys(values))
        return chosen if all([_chosen(fields, attribute, value) for value in chosen]) else None  # noqa: C419 - tell all
    if len(values) > 1:
        fields.wrong(
            say("attribute[{code}] takes one answer; {count} were sent.", code=code, count=len(values))
        )
        return None
    value = values[0]
    if attribute.datatype == "singlevaluelist":
        return value if _chosen(fields, attribute, value) else None
    wrong = _typed(attribute, value)
    if wrong is not None:
        fields.wrong(wrong)
        return None
    return value


def _typed(attribute: Attribute, value: str) -> Text | None:
    """What is wrong with an answer in one's own words."""
    code, shown = attribute.code, value[:SHOWN]
    if len(value) > LONGEST_ANSWER:
        return say("attribute[{code}] is longer than {most} characters.", code=code, most=LONGEST_ANSWER)
    if attribute.datatype == "number" and not _finite(value):
        return say("attribute[{code}] must be a number, not “{value}”.", code=code, value=shown)
    if attribute.datatype == "datetime" and moment_of(value) is None:
        return say(
            "attribute[{code}] must be a day, or a moment such as 2026-03-02T08:00:00Z, not “{value}”.",
            code=code,
            value=shown,
        )
    if attribute.datatype == "string" and _LINE_END.search(value):
        return say("attribute[{code}] takes one line.", code=code)
    return None


def _chosen(fields: Fields, attribute: Attribute, value: str) -> bool:
    known = [each.key for each in attribute.values]
    if value in known:
        return True
    fields.wrong(
        say(
            "“{value}” is no answer to attribute[{code}]. Possible are: {known}.",
            value=value[:SHOWN],
            code=attribute.code,
            known=", ".join(known),
        )
    )
    return False


def _finite(value: str) -> bool:
    return bool(_NUMBER.fullmatch(value)) and math.isfinite(float(value))


def _place(fields: Fields) -> tuple[float | None, float | None, str, str]:
    lat, long = fields.text("lat", 40), fields.text("long", 40)
    address = fields.text("address_string", LONGEST["address_string"])
    address_id = fields.text("address_id", LONGEST["address_id"])
    if bool(lat) != bool(long):
        fields.wrong(say("“lat” and “long” belong together: send both, in degrees (WGS-84), or neither."))
        return None, None, address, address_id
    if lat:
        found = places.checked_point(lat, long)
        if isinstance(found, Refused):
            fields.wrong(found.reason)
            return None, None, address, address_id
        return found.lat, found.lon, address, address_id
    if (
        not address
        and not address_id
        and not any(fields.all(name) for name in ("address_string", "address_id"))
    ):
        fields.wrong(
            say("The place is missing: send “lat” and “long”, or “address_string”, or “address_id”.")
        )
    return None, None, address, address_id


def _description(fields: Fields) -> str:
    text = fields.text("description", LONGEST["description"], lines=True)
    if _HTML.search(text):
        fields.wrong(say("“description” holds HTML. Send plain text; line breaks may stay."))
    return text


def _client_token(fields: Fields, header: str) -> str:
    if fields.all("client_token") or not header:
        return fields.text("client_token", LONGEST["id"])
    value = writable(header).strip().strip('"')
    if len(value) > LONGEST["id"]:
        fields.wrong(
            say(
                "“{name}” has {length} characters; {most} is the most.",
                name="Idempotency-Key",
                length=len(value),
                most=LONGEST["id"],
            )
        )
        return ""
    return value


def _phone(fields: Fields) -> str:
    phone = fields.text("phone", LONGEST["phone"])
    if phone and not (_PHONE.fullmatch(phone) and re.search(r"\d{3}", phone)):
        fields.wrong(say("“{value}” is not a telephone number.", value=phone[:SHOWN]))
        return ""
    return phone


def _photos(fields: Fields, files: Any) -> tuple[Photo, ...]:
    """Every file, whatever its field is called: clients do not agree on the name."""
    found = [file for name in files for file in files.getlist(name) if file.size]
    if len(found) > MOST_PHOTOS:
        fields.wrong(say("{count} files were sent; {most} is the most.", count=len(found), most=MOST_PHOTOS))
        return ()
    for file in found:
        if file.size > settings.GONGKAI_MAX_UPLOAD:
            fields.wrong(
                say(
                    "The file “{name}” is larger than {most} MB.",
                    name=str(file.name)[:SHOWN],
                    most=settings.GONGKAI_MAX_UPLOAD // 1024 // 1024,
                )
            )
    return tuple(Photo(str(file.name), file) for file in found)
