"""The public's flowcharts: the part of an entry's page that draws one, and its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gongkai.core.access import public_page
from gongkai.core.paper.sheet import PrintError
from gongkai.core.sending import attachment
from gongkai.powers import charting, risk_words
from gongkai.powers.chart_paper import paper
from gongkai.powers.charting import Drawn, Live
from gongkai.powers.public import present
from gongkai.powers.queries import charts as reads
from gongkai.powers.queries.charts import Version

#: Form of a file → its content type.
FORMS = {
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "bpmn": "application/xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
#: Places of the columns that no table does without.
NAME, ACTOR = 1, 2
#: Fonts of a picture that no page surrounds.
FAMILY = "'Noto Sans CJK SC', 'Source Han Sans SC', 'Microsoft YaHei', 'PingFang SC', SimHei, sans-serif"


def showing(request: HttpRequest, version: Version) -> Mapping[str, Any]:
    """What the chart's part of the page needs (``templates/powers/parts/_chart.html``)."""
    day = request.GET.get("on", "") if present.asked_day(request) else ""
    return shown(version, files(version, f"?on={day}" if day else ""))


def shown(version: Version, listed: list[dict[str, str]]) -> dict[str, Any]:
    """The same for staff, with their own files."""
    drawn = of(version)
    live = charting.live(drawn, version.entry.agency_id)
    return {
        "svg": SafeString(drawn.svg(counts=live.counts if live else None)),
        "name": version.title,
        "empty": drawn.empty,
        "executed": drawn.process is not None,
        "table": table(drawn, live),
        "notes": live.notes if live else (),
        "procedure_url": reverse("portal:process", args=[drawn.executes]) if drawn.process else "",
        "files": [] if drawn.empty else listed,
        "pinned": risk_words.pinned(version),
    }


def of(version: Version) -> Drawn:
    """The version as a chart."""
    return charting.drawn(version.title, version.content, version.entry.code)


def table(drawn: Drawn, live: Live | None) -> dict[str, Any]:
    """The steps as a table: what is counted before the next steps; columns in which nothing stands are left out."""
    rows = drawn.rows()
    states = [state.key for state in drawn.process.states] if drawn.process else []
    counted = [live.cells[key] for key in states] if live else [()] * len(rows)
    heads = charting.heads()
    said = [[_lines(row.key), (row.name,), (row.actor,), _lines(row.limit), row.documents] for row in rows]
    wanted = [at for at in range(5) if at in (NAME, ACTOR) or any(cells[at] for cells in said)]
    columns = [*(heads[at] for at in wanted), *(live.heads if live else ()), heads[5]]
    return {
        "head": columns,
        "rows": [
            [
                {"label": label, "lines": lines, "heads": place == wanted.index(NAME)}
                for place, (label, lines) in enumerate(
                    zip(
                        columns,
                        [
                            *(cells[at] for at in wanted),
                            *((cell,) for cell in more),
                            row.next or (_("The end"),),
                        ],
                        strict=True,
                    )
                )
            ]
            for row, cells, more in zip(rows, said, counted, strict=True)
        ],
    }


def _lines(words: str) -> tuple[str, ...]:
    return (words,) if words else ()


def files(version: Version, query: str = "") -> list[dict[str, str]]:
    """The chart's files with their addresses."""
    entry = version.entry
    names = {"pdf": "PDF", "svg": "SVG", "bpmn": "BPMN 2.0", "csv": "CSV"}
    return [
        {
            "label": label,
            "url": reverse("portal:power_chart_file", args=[entry.agency.code, entry.code, form]) + query,
        }
        for form, label in names.items()
    ]


@public_page
def file(request: HttpRequest, agency: str, code: str, form: str = "pdf") -> HttpResponseBase:
    """The chart in force on the day asked for (today) as SVG, PDF, BPMN 2.0 or CSV."""
    version = reads.in_force(agency, code, present.asked_day(request) or present.today())
    if version is None or present.misread(request):
        raise Http404
    drawn = of(version)
    if form not in FORMS or drawn.empty:
        raise Http404
    try:
        content = made(version, drawn, form, present.absolute(request, present.address_of(version.entry)))
    except PrintError as error:
        context = {"error": str(error), "crumbs": present.trail(version.entry)}
        return render(request, "powers/public/register_not_printed.html", context, status=503)
    return attachment(
        content, name=f"{version.entry.code}.{form}", content_type=FORMS[form], inline=form == "svg"
    )


def made(version: Version, drawn: Drawn, form: str, address: str) -> bytes:
    """The file's content. Raises ``PrintError`` with a sentence."""
    making: dict[str, Callable[[], bytes]] = {
        "svg": lambda: drawn.svg(family=FAMILY).encode(),
        "pdf": lambda: paper(version, drawn, address),
        "bpmn": lambda: drawn.bpmn().encode(),
        "csv": lambda: f"\ufeff{drawn.csv()}".encode(),
    }
    return making[form]()
