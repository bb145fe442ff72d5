"""Reading work orders. The format is described in ``docs/work_orders.md``; Chinese and English names are understood."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gongkai.complaints import house
from gongkai.complaints.orders.model import Fault, Order, Orders
from gongkai.core import clock
from gongkai.core.refusals import Invalid
from gongkai.domain import coordinates
from gongkai.domain.complaints import categories
from gongkai.domain.refusal import Refused
from gongkai.domain.text import Text, say

#: Field → the names under which it may stand in a file.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("number", "工单编号", "工单号", "编号"),
    "title": ("title", "标题", "诉求标题"),
    "text": ("text", "description", "内容", "诉求内容"),
    "kind": ("kind", "type", "诉求类型", "工单类型"),
    "category": ("category", "类别", "小类", "诉求类别"),
    "name": ("name", "姓名", "来电人", "诉求人"),
    "telephone": ("telephone", "phone", "电话", "来电号码", "联系电话"),
    "address": ("address", "联系地址"),
    "place": ("place", "事发地点", "地点"),
    "district": ("district", "片区", "区域", "所属区域"),
    "lat": ("lat", "latitude", "纬度"),
    "lon": ("lon", "lng", "long", "longitude", "经度"),
    "coordinates": ("coordinates", "coordinate_system", "坐标系"),
    "urgent": ("urgent", "紧急", "紧急程度"),
    "received_at": ("received_at", "time", "来电时间", "受理时间"),
    "channel": ("channel", "渠道", "来源"),
    "system": ("system", "来源系统"),
}
#: Largest file, in bytes, and most orders at once.
MOST_BYTES, MOST_ORDERS = 64 * 1024 * 1024, 100_000
#: Words for "yes" in the column of urgency.
_URGENT = {"1", "true", "yes", "y", "是", "紧急", "特急", "urgent"}
_FIELD_OF = {alias.casefold(): name for name, aliases in COLUMNS.items() for alias in aliases}


def read_file(path: Path) -> Orders:
    """The orders of a file; its name ends in .json or .csv. Raises ``Invalid`` for what is no such file."""
    if path.stat().st_size > MOST_BYTES:
        raise Invalid(say("The file is larger than {most} MB. Divide it.", most=MOST_BYTES // 1024 // 1024))
    content = path.read_bytes()
    return read_csv(content) if path.suffix.lower() == ".csv" else read_json(content)


def read_json(content: bytes) -> Orders:
    """Orders as JSON: a list of objects, or an object with such a list under ``work_orders``."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise Invalid(say("This is no JSON in UTF-8: see line {line}.", line=line)) from error
    listed = found.get("work_orders") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise Invalid(say("A list of work orders was expected, or an object with one under “work_orders”."))
    return read_values(listed)


def read_csv(content: bytes) -> Orders:
    """Orders as CSV with a heading; UTF-8, or GB 18030 as Chinese spreadsheets write it."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise Invalid(
                say("The file is neither UTF-8 nor GB 18030. Save it as CSV (UTF-8) again.")
            ) from error
    rows = csv.reader(io.StringIO(text.replace("\x00", "")))
    try:
        heading = [name.strip() for name in next(rows, [])]
        values = [dict(zip(heading, row, strict=False)) for row in rows if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise Invalid(say("Line {line} is no CSV.", line=rows.line_num)) from error
    if not {_FIELD_OF.get(name.casefold()) for name in heading} >= {"number"}:
        raise Invalid(say("There is no column with the number of the work orders (number, 工单编号)."))
    return read_values(values)


def read_values(listed: Iterable[object]) -> Orders:
    """Orders from objects, each looked at on its own."""
    orders: list[tuple[int, Order]] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    for row, value in enumerate(listed, start=1):
        if row > MOST_ORDERS:
            raise Invalid(say("More than {most} orders at once. Divide them.", most=MOST_ORDERS))
        found = _one(row, value)
        if isinstance(found, list):
            faults += found
            continue
        before = seen.setdefault((found.system, found.number), row)
        if before != row:
            faults.append(Fault(row, "number", say("The number stands in row {row} already.", row=before)))
            continue
        orders.append((row, found))
    return Orders(tuple(orders), tuple(faults))


def _one(row: int, value: object) -> Order | list[Fault]:
    if not isinstance(value, Mapping):
        return [Fault(row, "", say("This is no work order: an object with its fields was expected."))]
    given = _named(value)
    faults: list[Fault] = []

    def wrong(field: str, reason: Text) -> None:
        faults.append(Fault(row, field, reason))

    for field in ("number", "text"):
        if not given.get(field):
            wrong(field, say("“{field}” is missing.", field=field))
    kind = _kind(given.get("kind", ""))
    if not kind:
        wrong("kind", say("“{value}” is no kind of matter.", value=given["kind"][:40]))
    received = _moment(given.get("received_at", ""))
    if isinstance(received, Text):
        wrong("received_at", received)
    received_at = received if isinstance(received, datetime) else None
    category = _category(given.get("category", ""), (received_at or clock.now()).date())
    point = _point(given)
    if isinstance(point, Text):
        wrong("lat", point)
    if faults:
        return faults
    lat, lon = point if isinstance(point, tuple) else (None, None)
    return Order(
        number=given["number"][:80],
        title=(given.get("title") or given["text"].split("\n")[0])[:200],
        text=given["text"][:4000],
        system=(given.get("system") or "12345")[:40],
        channel=_channel(given.get("channel", "")),
        kind=kind,
        category=category,
        name=given.get("name", "")[:60],
        telephone=given.get("telephone", "")[:40],
        address=given.get("address", "")[:200],
        place=given.get("place", "")[:300],
        district=given.get("district", ""),
        lat=lat,
        lon=lon,
        urgent=given.get("urgent", "").casefold() in _URGENT,
        received_at=received_at,
    )


def _named(value: Mapping[Any, Any]) -> dict[str, str]:
    """The fields under their own names, as plain text without what no database keeps."""
    found: dict[str, str] = {}
    for name, each in value.items():
        field = _FIELD_OF.get(str(name).strip().casefold())
        if field is not None and each is not None and not isinstance(each, dict | list):
            found[field] = str(each).replace("\x00", "").strip()
    return found


def _kind(word: str) -> str:
    if not word:
        return "complaint"
    for key in house.keys("kind"):
        row = house.row("kind", key) or {}
        if word in (key, row["label"]) or word.casefold() == str(row["label_en"]).casefold():
            return key
    return ""


def _channel(word: str) -> str:
    for key in house.keys("channel"):
        row = house.row("channel", key) or {}
        if row["entry"] == "outside" and word.casefold() in (key, str(row["label"]), *row["aliases"]):
            return key
    return "hotline_12345"


def _category(word: str, on: date) -> str:
    """The class by its code or its name; the desk chooses where the city's word is not known here."""
    if not word:
        return ""
    if not isinstance(categories.category(word, on), Refused):
        return word
    return next((each.code for each in categories.categories(on) if each.label == word), "")


def _moment(word: str) -> datetime | Text | None:
    if not word:
        return None
    try:
        found = parse_datetime(word.replace("/", "-"))
    except ValueError:
        found = None
    if found is None:
        return say(
            "“{value}” is no moment. Write it as 2026-11-23 09:30 or 2026-11-23T09:30:00+08:00.",
            value=word[:40],
        )
    found = timezone.make_aware(found) if timezone.is_naive(found) else found
    return say("{moment} lies ahead.", moment=found) if found > clock.now() else found


def _point(given: Mapping[str, str]) -> tuple[float, float] | Text | None:
    if not given.get("lat") and not given.get("lon"):
        return None
    found = coordinates.point(given.get("lat", ""), given.get("lon", ""))
    if isinstance(found, Refused):
        return found.reason
    if given.get("coordinates", "").casefold().replace("-", "") in ("gcj02", "火星坐标"):
        found = coordinates.from_gcj02(found)
    return found.lat, found.lon
