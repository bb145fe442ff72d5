"""Activities as tables: what a file would bring in, and what is written out. Nothing is written to the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from gongkai.core import clock
from gongkai.core.refusals import Invalid
from gongkai.core.table_files import Fault, Row, Shape, parted
from gongkai.domain.duties import publicity as rules
from gongkai.domain.text import Text, say
from gongkai.duties.models import Activity, Board, Partner
from gongkai.duties.publicity_input import LONGEST, NUMBERS, ActivityInput
from gongkai.people.models import Unit

#: The sign between several partners in a cell.
PARTING = "、"
SHAPE = Shape(
    columns={
        "reference": "原编号",
        "title": "名称",
        "kind": "种类",
        "unit": "单位",
        "begins_on": "日期",
        "ends_on": "结束日期",
        "place": "地点",
        "board": "阵地",
        "co_organisers": "协办单位",
        "partners": "合作单位",
        "printed": "印制份数",
        "given_out": "发放份数",
        "in_stock": "原有份数",
        "consulted": "咨询人次",
        "counted_how": "统计方式",
        "words": "内容",
        "press_title": "报道标题",
        "press_outlet": "报道媒体",
        "press_on": "报道日期",
        "press_url": "报道网址",
    },
    needed=("title", "kind", "unit", "begins_on"),
    longest={"reference": 40, "unit": 40, "partners": 400, "board": 80, **LONGEST},
    known_by="reference",
)
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of the file as an activity; ``known`` is the number of the one that is there already."""

    line: int
    given: ActivityInput
    known: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What the file would bring in, what is there already, and what stands in the way."""

    new: Sequence[Planned]
    same: Sequence[Planned]
    faults: Sequence[Fault]

    @property
    def sound(self) -> bool:
        """Whether it can be brought in, and there is something to bring in."""
        return bool(self.new) and not self.faults


def look(agency_id: int, rows: Iterable[Row | Fault], check: Any) -> Look:
    """Reads the lines; ``check`` raises ``Invalid`` for what could not be kept. A fixed number of queries.

    The same activity is known by day, kind and title: the same file again brings in nothing.
    """
    read, faults = parted(rows)
    known = _Known(agency_id)
    planned: list[Planned] = []
    seen: set[tuple[date, str, str]] = set()
    for row in read:
        try:
            given = known.activity(row.said)
            check(given)
        except Invalid as refusal:
            column = SHAPE.columns.get(refusal.field or "", "")
            faults.append(Fault(row.line, column, _reason(refusal)))
            continue
        same = (given.begins_on, given.kind, given.title)
        if same in seen:
            faults.append(Fault(row.line, "", say("This activity stands in the file already.")))
        seen.add(same)
        planned.append(Planned(row.line, given, known.numbers.get(same, "")))
    return Look(
        [each for each in planned if not each.known],
        [each for each in planned if each.known],
        sorted(faults, key=lambda fault: fault.line),
    )


def _reason(refusal: Invalid) -> Text:
    return refusal.reason if isinstance(refusal.reason, Text) else Text(str(refusal.reason))


class _Known:
    """What the agency has: units, boards, partners and activities by their names; four queries."""

    def __init__(self, agency_id: int) -> None:
        is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=clock.today())
        units = list(Unit.objects.filter(is_open, agency_id=agency_id))
        self.units = {each.name: each.pk for each in units} | {each.code: each.pk for each in units}
        self.boards = {each.name: each.pk for each in Board.objects.filter(agency_id=agency_id)}
        self.partners = {
            each.name: each.pk for each in Partner.objects.filter(agency_id=agency_id, ended_on__isnull=True)
        }
        found = Activity.objects.filter(agency_id=agency_id).exclude(state="discarded")
        self.numbers = {
            (day, kind, title): number
            for day, kind, title, number in found.values_list("begins_on", "kind", "title", "number")
        }
        self.kinds = {name: key for key, kind in rules.kinds().items() for name in (key, kind.label)}

    def activity(self, said: Mapping[str, str]) -> ActivityInput:
        """A line as it would be recorded. Raises ``Invalid`` naming the column."""
        first = _day(said, "begins_on")
        if first is None:
            raise Invalid(say("This is no date. Write it as 2026-11-23."), field="begins_on")
        names = [each.strip() for each in said.get("partners", "").split(PARTING) if each.strip()]
        more: dict[str, Any] = {name: said.get(name, "") for name in LONGEST}
        more |= {name: _number(said.get(name, ""), name) for name in NUMBERS}
        return ActivityInput(
            kind=self._named(self.kinds, said["kind"], "kind"),
            unit_id=int(self._named(self.units, said["unit"], "unit")),
            begins_on=first,
            ends_on=_day(said, "ends_on"),
            board_id=int(self._named(self.boards, said["board"], "board")) if said.get("board") else None,
            partner_ids=tuple(int(self._named(self.partners, each, "partners")) for each in names),
            press_on=_day(said, "press_on"),
            **more,
        )

    def _named(self, known: Mapping[str, Any], name: str, column: str) -> Any:
        if name not in known:
            raise Invalid(say("There is no “{name}” here. Write it as it is kept.", name=name), field=column)
        return known[name]


def _day(said: Mapping[str, str], column: str) -> date | None:
    text = said.get(column, "").strip()
    if not text:
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Invalid(say("This is no date. Write it as 2026-11-23."), field=column)


def _number(text: str, column: str) -> int:
    plain = text.replace(",", "").replace("，", "").strip()
    if not plain:
        return 0
    if not plain.isascii() or not plain.isdigit() or len(plain) > 9:
        raise Invalid(say("Write a whole number."), field=column)
    return int(plain)


def as_rows(found: Iterable[Activity]) -> list[dict[str, Any]]:
    """Activities as lines of a file that can be brought in again."""
    return [_as_row(each) for each in found]


def _as_row(found: Activity) -> dict[str, Any]:
    row = {name: getattr(found, name) for name in (*LONGEST, *NUMBERS)}
    return row | {
        "reference": found.number,
        "kind": rules.kinds()[found.kind].label,
        "unit": found.unit.code,
        "begins_on": found.begins_on.isoformat(),
        "ends_on": found.ends_on.isoformat(),
        "board": found.board.name if found.board else "",
        "partners": PARTING.join(each.name for each in found.partners.all()),
        "press_on": found.press_on.isoformat() if found.press_on else "",
    }
