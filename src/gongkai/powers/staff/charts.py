"""The chart's part of the edit form, whose picture follows what is typed, and of the record; a draft on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString

from gongkai.core.access import staff_page
from gongkai.core.paper.sheet import PrintError
from gongkai.core.sending import attachment
from gongkai.core.staffpages import address
from gongkai.domain.powers import checks
from gongkai.domain.powers.schema import Content, Fault, clean, kinds
from gongkai.powers import charting, words
from gongkai.powers.chart_paper import paper
from gongkai.powers.forms.entry import fault_anchor, fault_label
from gongkai.powers.public.charts import of, shown
from gongkai.powers.queries import charts as reads
from gongkai.powers.queries.charts import Entry, Version
from gongkai.powers.staff.common import found, show


def editing(request: HttpRequest, entry: Entry | None, typed: Content) -> Mapping[str, Any]:
    """What ``powers/staff/_chart_editor.html`` needs: the picture of what is typed, and where to ask for the next."""
    looked = request.method == "POST"
    return {
        **live(request.POST.get("title", ""), typed, looked=looked),
        "preview_url": address("power_chart_preview"),
    }


def live(title: str, typed: Content, *, looked: bool) -> dict[str, Any]:
    """The picture of what is typed and, where it was ``looked`` at, what does not hold in it. Nothing is kept."""
    content = clean(kinds()["chart"], typed)
    drawn = charting.drawn(title or kinds()["chart"].label, content, "preview")
    faults = checks.faults("chart", title or "-", content) if looked else []
    return {
        "svg": SafeString(drawn.svg(title_id="chart-live")),
        "lang": "" if drawn.process else words.content_lang(),
        "faults": _rows(faults),
        "looked": looked and not drawn.empty,
    }


def _rows(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    kind = kinds()["chart"]
    return [
        {
            "label": fault_label(kind, each.field, each.row),
            "anchor": fault_anchor(kind, each.field, each.row),
            "reason": each.reason,
        }
        for each in faults
    ]


def showing(request: HttpRequest, version: Version) -> Mapping[str, Any]:
    """What the chart's part of the record needs."""
    return shown(version, [])


@staff_page
def sheet(request: HttpRequest, code: str, number: int, agency: str = "") -> HttpResponseBase:
    """A version of the chart on paper, published or not."""
    entry, _acting = found(request, "chart", code, agency)
    version = reads.numbered(entry, number)
    if version is None or of(version).empty:
        raise Http404
    try:
        content = paper(version, of(version), "")
    except PrintError as error:
        return show(request, "register_not_printed", {"error": str(error)}, 503)
    return attachment(content, name=f"{entry.code}-{number}.pdf", content_type="application/pdf")
