"""The facts of a matter as rows of words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.complaints import words
from gongkai.complaints.identity import Contact
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff.common import address
from gongkai.core import places
from gongkai.core.templatetags.gongkai import zh_date
from gongkai.domain.complaints import categories
from gongkai.domain.text import N_

#: Field of the reporter's data → its words.
_REPORTER = (
    ("name", N_("Name of the reporter")),
    ("telephone", N_("Telephone of the reporter")),
    ("email", N_("E-mail of the reporter")),
    ("address", N_("Address of the reporter")),
)


def head(matter: Matter) -> list[dict[str, Any]]:
    """What stands under the title on every part of the record; empty facts are left out."""
    return _filled(
        _row(_("Kind of matter"), words.kind(matter.kind)),
        _row(_("Class"), words.category(matter.category, matter.category_version)),
        _row(_("Received"), zh_date(matter.received_at, "moment")),
        _row(_("Way in"), words.channel(matter.channel)),
        _row(_("Answerable unit"), matter.answerable.name if matter.answerable else ""),
        _row(_("Unit in the lead"), matter.unit.name if matter.unit else ""),
        _row(_("Handler"), matter.handler.name if matter.handler else ""),
        _row(_("Closed at"), zh_date(matter.closed_at, "moment")),
        _row(
            _("Joined with"),
            matter.lead.number if matter.lead else "",
            url=address("complaint", matter.lead_id) if matter.lead_id else "",
        ),
    )


def reported(matter: Matter) -> list[dict[str, Any]]:
    """Where else it is known, what was answered to the class's questions, how it ended."""
    outside = f"{matter.outside_system} {matter.outside_number}".strip()
    return _filled(
        _row(_("Hotline session"), _session(matter)),
        _row(_("Number elsewhere"), outside if matter.outside_number else ""),
        _row(_("May be published without names"), _("Yes") if matter.may_publish else ""),
        *answers(matter),
        _row(_("Not taken up because"), words.ground(matter.ground)),
        _row(_("Words on that"), matter.ground_reason, wide=True),
        _row(_("Result"), words.result(matter.result)),
        _row(_("Closed although not content because"), matter.exception, wide=True),
        _row(_("May be objected to until"), zh_date(matter.objection_until)),
    )


def _session(matter: Matter) -> str:
    return f"{matter.session.programme} {zh_date(matter.session.on)}" if matter.session else ""


def answers(matter: Matter) -> list[dict[str, Any]]:
    """The answers to the class's own questions, in the words of the version the matter carries."""
    row = categories.of_version(matter.category, matter.category_version) if matter.category else None
    if row is None:
        return [_row(key, _said(value)) for key, value in matter.answers.items()]
    found = []
    for question in row.questions:
        value = matter.answers.get(question.code)
        known = {each.code: words.label_in(each) for each in question.values}
        given = value if isinstance(value, list) else [value] if value else []
        found.append(
            _row(words.label_in(question), "；".join(known.get(str(each), str(each)) for each in given))
        )
    return found


def _said(value: Any) -> str:
    return "；".join(map(str, value)) if isinstance(value, list) else str(value)


def place(matter: Matter) -> list[dict[str, Any]]:
    """Where it is: address, district, grid, fixed asset."""
    grid = places.area(matter.grid) if matter.grid else None
    asset = f"{matter.asset.name} ({matter.asset.code})" if matter.asset else ""
    return _filled(
        _row(_("Address or landmark"), matter.address, wide=True),
        _row(_("District of the city"), words.district(matter.district)),
        _row(_("Grid of the city"), places.area_name(grid) if grid else matter.grid),
        _row(_("Fixed asset"), asset),
    )


def classed(matter: Matter) -> dict[str, Any] | None:
    """The class in the version the matter carries: filing and closing condition, limits, and whose it is."""
    row = categories.of_version(matter.category, matter.category_version) if matter.category else None
    if row is None:
        return None
    return {
        "code": row.code,
        "label": words.label_in(row),
        "large": words.label_in(row.large),
        "filing": words.either(row.filing, row.filing_en),
        "closing": words.either(row.closing, row.closing_en),
        "limits": [
            {
                "label": words.label_in(step),
                "length": words.length({"length": step.length, "unit": step.unit}),
                "alternative": step.alternative,
            }
            for step in row.steps
        ],
        "owner": words.label_in(row.owner) if row.owner else "",
        "source": row.citation,
        "verified": row.verified,
    }


def reporter(contact: Contact) -> list[dict[str, Any]]:
    """The reporter's data, masked or shown."""
    return _filled(*(_row(_(label), str(getattr(contact, name))) for name, label in _REPORTER))


def _row(label: str, value: str, *, wide: bool = False, url: str = "") -> dict[str, Any]:
    return {"label": label, "value": value, "wide": wide, "url": url}


def _filled(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for row in rows if row["value"]]
