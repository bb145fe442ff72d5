"""The citizen's calculator (裁量计算器): the questions of a conduct, and what the table says to the answers.

One address holds the facts, the day and the answer, so that it can be kept, printed and sent; no script is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongkai.core.access import public_page
from gongkai.core.lawwords import in_chinese, label_in
from gongkai.core.staffpages import address_if_any
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain import discretion
from gongkai.domain.discretion import Milder, Outcome, Table
from gongkai.domain.discretion.vocabulary import circumstances, principle
from gongkai.domain.law import in_force
from gongkai.domain.powers.rights import rights
from gongkai.domain.refusal import Refused
from gongkai.powers import discretion_words as told
from gongkai.powers import strip_words, words
from gongkai.powers.forms.discretion import ASKED, DayForm, FactsForm
from gongkai.powers.forms.entry import without_nul
from gongkai.powers.public import present
from gongkai.powers.public.discretion import calculator_address
from gongkai.powers.queries import public as register
from gongkai.powers.queries import strips, tables
from gongkai.powers.queries.discretion import Entry
from gongkai.powers.queries.proofs import proof

#: The public's list of decisions, where this installation serves one.
DECISIONS = "portal:power_decisions"


@public_page
def calculator(request: HttpRequest, agency: str, code: str) -> HttpResponse:
    """The questions, and under an address with answers the lawful range with everything that belongs to it."""
    of = register.entry(agency, "discretion", code) if "\x00" not in code else None
    if of is None:
        raise Http404
    today, given = present.today(), without_nul(request.GET)
    asked = ASKED in given
    day_form = DayForm(given if "on" in given else None, initial={"on": today})
    day = (day_form.is_valid() and day_form.cleaned_data["on"]) or today
    series = tables.series(of)
    table = discretion.as_of(series.tables, of.code, day)
    context: dict[str, Any] = {
        "entry": of,
        "title": of.title,
        "asked": asked,
        "day": day,
        "day_form": day_form,
        "ask": ASKED,
        "table_url": present.address_of(of),
        "here": calculator_address(of),
        "page_url": present.absolute(request, request.get_full_path()),
        "lang": words.content_lang(),
        "crumbs": present.trail(of, (_("Calculator"), "")),
    }
    if isinstance(table, Refused):
        context["none"] = table.reason
        return render(request, "powers/public/calculator.html", context)
    newer = in_force(series.tables, max(day, today))
    known = [table] if newer is None or newer is table else [table, newer]
    form = FactsForm(given if asked else None, tables=known, circumstances=circumstances(max(day, today)))
    context |= {
        "title": _title(of, table),
        "form": form,
        "table": table,
        "faulty": _faults(known),
        "principle": principle("older_unless_newer_is_milder"),
        "compared": len(known) > 1,
    }
    if asked and day_form.errors:
        context["errors"] = error_summary(day_form, form)["errors"]
    elif asked and not form.is_valid():
        context["errors"] = error_summary(form)["errors"]
    elif asked:
        answer = series.judge(form.facts(), day, max(day, today))
        context |= _answered(of, answer, form, today)
    return render(request, "powers/public/calculator.html", context)


def _title(of: Entry, table: Table) -> str:
    return table.conduct or of.title


def _faults(known: Sequence[Table]) -> list[dict[str, Any]]:
    """What the proof finds in the versions that are asked."""
    return [each for table in known for each in told.fault_rows(proof(table))]


def _answered(of: Entry, answer: Outcome | Milder | Refused, form: FactsForm, today: date) -> dict[str, Any]:
    if isinstance(answer, Refused):
        return {"refused": answer.reason}
    outcome = answer if isinstance(answer, Outcome) else answer.outcome
    milder = None if isinstance(answer, Outcome) else answer
    found = strips.strips(of, [row.key for row in outcome.rows], today)
    decisions = address_if_any(DECISIONS)
    return {
        "result": told.outcome_shown(outcome),
        "milder": _milder(milder) if milder else None,
        "circumstances": told.circumstance_groups(form.circumstances, form.there()),
        "rights": _rights(today),
        "strips": [strip_words.shown(found.get(row.key), row) for row in outcome.rows],
        "since": strips.since(today),
        "decisions_url": f"{decisions}?table={of.code}" if decisions else "",
    }


def _milder(found: Milder) -> dict[str, Any]:
    """Both versions beside each other, and why the one holds."""
    other = found.other
    return {
        "chosen": found.chosen,
        "sure": found.sure,
        "reason": found.reason,
        "citation": found.citation,
        "other": told.outcome_shown(other) if isinstance(other, Outcome) else None,
        "refused": other.reason if isinstance(other, Refused) else None,
    }


def _rights(today: date) -> list[dict[str, Any]]:
    """How to defend oneself, in the order of the procedure."""
    return [
        {
            "label": label_in(each),
            "text": each.text if in_chinese() else each.text_en,
            "citation": each.citation,
            "before": each.step == "before",
        }
        for each in rights(today)
    ]
