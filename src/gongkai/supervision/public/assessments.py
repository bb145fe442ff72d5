"""Published results of assessments: the ranking, each sheet line by line, and all of it as open data."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.core.access import public_page
from gongkai.core.cells import harmless
from gongkai.core.lawwords import in_chinese
from gongkai.core.staffpages import crumbs
from gongkai.domain.supervision import scoring, sheets
from gongkai.supervision import assessment_words as words
from gongkai.supervision.queries import assessments as reads
from gongkai.supervision.queries.records import Assessment

#: Results on the list: an agency publishes a handful a year.
MOST = 200


@public_page
def assessments(request: HttpRequest) -> HttpResponse:
    """The published assessments, the newest first."""
    rows = [
        {
            "title": each.title,
            "url": reverse("portal:assessment", args=[each.agency.code, each.pk]),
            "at": each.published_on,
            "unit": words.who(each.agency),
            "number": str(each.year),
        }
        for each in reads.published()[:MOST]
    ]
    context = {"rows": rows, "crumbs": _crumbs((_("Results of assessments"), ""))}
    return render(request, "supervision/public/assessments.html", context)


def _crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    return crumbs((_("Home"), reverse("portal:home")), *steps)


@public_page
def assessment(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The results of one: ranking, then everybody line by line."""
    found = _found_or_404(code, pk)
    results = found.results
    indicators = sheets.indicators_from(results["indicators"])
    context = {
        "assessment": found,
        "facts": _facts(found),
        "rows": [_ranked(place, each, indicators) for place, each in enumerate(results["assessed"], 1)],
        "indicators": [
            {"key": each.key, "title": each.title, "full": words.points(each.points)} for each in indicators
        ],
        "full": words.points(sum((each.points for each in indicators), scoring.ZERO)),
        "grades": [
            {"name": words.grade_name(key), "from": words.points(percent)}
            for key, _label, percent in results["grades"]
        ],
        "files": [
            {"label": label, "url": reverse(f"portal:{name}", args=[code, pk])}
            for label, name in (("CSV", "assessment_csv"), ("JSON", "assessment_json"))
        ],
        "lang": "" if in_chinese() else "zh-Hans",
        "crumbs": _crumbs((_("Results of assessments"), reverse("portal:assessments")), (found.title, "")),
    }
    return render(request, "supervision/public/assessment.html", context)


def _found_or_404(code: str, pk: int) -> Assessment:
    found = reads.published().filter(agency__code=code, pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _facts(found: Assessment) -> list[dict[str, Any]]:
    rows = [
        {"label": _("Assessed by"), "value": words.who(found.agency)},
        {"label": _("Year"), "value": str(found.year)},
    ]
    if found.results["source"]:
        rows.append({"label": _("Score sheet after"), "value": found.results["source"]})
    if found.published_on is not None:
        rows.append({"label": _("Published on"), "value": date_format(found.published_on, "DATE_FORMAT")})
    rows.append({"label": _("Digest of the results"), "value": found.digest[:16]})
    return rows


def _ranked(place: int, row: dict[str, Any], indicators: tuple[scoring.Indicator, ...]) -> dict[str, Any]:
    """One of those assessed, scored again from the published counts: what is shown is what was published."""
    counts = {
        each["key"]: scoring.Count(each["cases"], each["of"])
        for line in row["lines"]
        for each in line["deductions"]
        if each["cases"] is not None
    }
    found = scoring.score(indicators, {}, counts)
    return {
        "rank": row["rank"],
        "name": row["name"] if in_chinese() or not row["name_en"] else row["name_en"],
        "points": words.points(row["points"]),
        "percent": words.points(row["percent"]),
        "grade": words.grade_badge(row["grade"]),
        "lines": [words.line_shown(line) for line in found.lines],
        "anchor": f"assessed-{place}",
    }


@public_page
def results_csv(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One row for each rule of each of those assessed."""
    found = _found_or_404(code, pk)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["名次", "名称", "总分", "百分比", "等次", "指标", "扣分标准", "件数", "总数", "扣分"])
    texts = {
        rule.key: (each.title, rule.text)
        for each in sheets.indicators_from(found.results["indicators"])
        for rule in each.rules
    }
    labels = {each.key: each.label for each in sheets.grades()}
    for row in found.results["assessed"]:
        head = [
            row["rank"],
            harmless(row["name"]),
            row["points"],
            row["percent"],
            labels.get(row["grade"], ""),
        ]
        for line in row["lines"]:
            for each in line["deductions"]:
                title, text = texts[each["key"]]
                writer.writerow(
                    [*head, harmless(title), harmless(text), each["cases"], each["of"], each["points"]]
                )
    answer = HttpResponse(("\ufeff" + out.getvalue()).encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="assessment-{code}-{found.year}-{pk}.csv"'
    return answer


@public_page
def results_json(request: HttpRequest, code: str, pk: int) -> JsonResponse:
    """The results as they were published, with their digest."""
    found = _found_or_404(code, pk)
    whole = {**json.loads(json.dumps(found.results)), "digest": found.digest}
    return JsonResponse(whole, json_dumps_params={"ensure_ascii": False})
