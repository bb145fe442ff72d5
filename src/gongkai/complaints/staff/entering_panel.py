"""What stands beside the form while a matter is taken in, from whatever was typed so far; nothing of it is judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import QueryDict

from gongkai.complaints import house, words
from gongkai.complaints.forms.entering import EnterForm, moment_of
from gongkai.complaints.forms.reporting import BY_CLASS, suggestions
from gongkai.complaints.queries import entering as queries
from gongkai.complaints.queries.entering import Matter, Routed, Routing, Similar, Sketch
from gongkai.complaints.staff.common import address
from gongkai.complaints.staff.rows import state_badge
from gongkai.core import clock, places
from gongkai.core.formfields import one_line
from gongkai.core.text import render
from gongkai.domain.complaints import OPEN, categories
from gongkai.domain.complaints.categories import Category, Danger
from gongkai.domain.coordinates import Point
from gongkai.domain.refusal import Refused
from gongkai.people.actor import StaffActor


def sketch(data: QueryDict, agency_id: int) -> Sketch:
    """What the fields say now, as far as it makes sense."""
    given = str(data.get("lat", "")).strip(), str(data.get("lon", "")).strip()
    point = places.checked_point(*given) if all(given) else None
    point = point if isinstance(point, Point) else None
    thing = queries.asset_of(agency_id, _asset(data)) if data.get("asset") else None
    if point is None and thing is not None:
        point = Point(thing.lat, thing.lon)
    district = _area(str(data.get("district", "")), "district")
    if point is not None:
        district = getattr(places.district_of(point), "code", district)
    at = moment_of(str(data.get("received_at", "")))
    moment = min(at, clock.now()) if at else clock.now()
    code = str(data.get("category", ""))
    known = code and not isinstance(categories.category(code, clock.today()), Refused)
    return Sketch(
        agency_id,
        kind=_of(data.get("kind"), house.keys("kind")),
        channel=_of(data.get("channel"), house.keys("channel")),
        category=code if known else "",
        title=str(data.get("title", ""))[:200],
        text=str(data.get("text", ""))[:4000],
        district=district,
        grid=_area(str(data.get("grid", "")), "grid") or (_grid(point, district) if point else ""),
        lat=point.lat if point else None,
        lon=point.lon if point else None,
        at=moment,
    )


def _asset(data: QueryDict) -> str:
    return one_line(str(data.get("asset", "")), 40)


def _of(value: Any, known: Iterable[str]) -> str:
    return str(value) if value in set(known) else ""


def _area(code: str, kind: str) -> str:
    found = places.area(code) if code else None
    return found.code if found is not None and found.kind == kind else ""


def _grid(point: Point, district: str) -> str:
    return str(getattr(places.grid_of(point, district), "code", ""))


def dangers(known: Sketch) -> tuple[list[Danger], list[str]]:
    """The warnings the words call for, and the keys of all that must be confirmed."""
    found = list(categories.dangers(f"{known.text}\n{known.title}"))
    keys = [each.key for each in found]
    class_ = _class(known)
    if class_ is not None and class_.danger:
        keys.append(BY_CLASS)
    return found, keys


def _class(known: Sketch) -> Category | None:
    found = categories.category(known.category, clock.today()) if known.category else None
    return None if isinstance(found, Refused) else found


def panel(actor: StaffActor, data: QueryDict, form: EnterForm, agency_id: int) -> dict[str, Any]:
    """Everything the column beside the form shows; a fixed number of queries."""
    known = sketch(data, agency_id)
    warnings, keys = dangers(known)
    confirmed = set(data.getlist("safe"))
    caller = queries.caller(actor, agency_id, str(data.get("telephone", "")))
    class_ = _class(known)
    return {
        "form": form,
        "dangers": [
            {
                "key": each.key,
                "number": each.number,
                "sentence": words.either(each.sentence, each.sentence_en),
                "words": "、".join(each.words),
                "confirmed": each.key in confirmed,
            }
            for each in warnings
        ],
        "danger_of_class": words.label_in(class_) if class_ and BY_CLASS in keys else "",
        "class_confirmed": BY_CLASS in confirmed,
        "by_class": BY_CLASS,
        "asked_caller": bool(data.get("telephone")),
        "caller": _caller(caller) if caller else None,
        "suggested": _suggested(known),
        "class_": _told(class_) if class_ else None,
        "near": [_near(*each) for each in queries.near(actor, known)],
        "routing": _routing(queries.routed(known)),
        "assets": _assets(agency_id, _asset(data)),
    }


def _caller(caller: queries.Caller) -> dict[str, Any]:
    return {
        "name": caller.name,
        "count": caller.count,
        "rows": [
            {
                "number": each.number,
                "title": each.title,
                "url": address("complaint", each.pk),
                "state": state_badge(each),
                "on": each.received_on,
                "unit": each.unit.name if each.unit else "",
                "rating": words.rating(each.rating),
                "unhappy": each.rating == "dissatisfied",
                "open": each.state in OPEN,
            }
            for each in caller.matters
        ],
    }


def _suggested(known: Sketch) -> list[dict[str, Any]]:
    """The classes the words suggest; each has a figure as its access key."""
    found = suggestions(f"{known.text}\n{known.title}", clock.today())
    return [
        {
            "code": each.code,
            "label": words.label_in(each),
            "key": str(number),
            "chosen": each.code == known.category,
            "owner": words.label_in(each.owner) if each.owner else "",
        }
        for number, each in enumerate(found, start=1)
    ]


def _told(class_: Category) -> dict[str, str]:
    return {
        "label": words.label_in(class_),
        "filing": words.either(class_.filing, class_.filing_en),
        "owner": words.label_in(class_.owner) if class_.owner else "",
    }


def _near(matter: Matter, found: Similar) -> dict[str, Any]:
    return {
        "number": matter.number,
        "title": matter.title,
        "url": address("complaint", matter.pk),
        "state": state_badge(matter),
        "on": matter.received_on,
        "because": [render(each) for each in found.because],
        "joinable": matter.state in OPEN and matter.state != "merged",
    }


def _routing(found: Routing | None) -> dict[str, Any] | None:
    if found is None:
        return None
    answer = found.answer
    names = found.names
    told: dict[str, Any] = {
        "faults": [render(each.reason) for each in found.faults],
        "precedent": render(answer.precedent.reason) if answer.precedent else "",
        "agrees": answer.precedent is None or answer.precedent.agrees,
    }
    if not isinstance(answer, Routed):
        return {**told, "reason": render(answer.reason)}
    return {
        **told,
        "lead": names.get(answer.lead, answer.lead),
        "co": [names.get(each, each) for each in answer.co],
        "rule": answer.rule.key,
        "note": answer.rule.note,
        "broken": [render(each.reason) for each in answer.trace if each.outcome == "broken"],
    }


def _assets(agency_id: int, typed: str) -> Sequence[dict[str, str]]:
    return [
        {"code": each.code, "name": each.name, "district": words.district(each.district)}
        for each in queries.assets_like(agency_id, typed)
    ]
