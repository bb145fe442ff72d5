"""The screens of the stairs from the rules to the register of risks: what came up with a rule begins a risk point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import access_evaluating as access
from gongkai.consultations.queries import clues, documents
from gongkai.consultations.queries.records import Beside, Document, Opinion
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.journeys import rule_to_risk
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers.queries.searches import units_for
from gongkai.workspace.passing_risks import RiskForm

#: Largest key a database holds.
MOST_KEY = 2**63


class RuleRiskForm(RiskForm):
    """A risk point to be begun from what came up with a rule."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shows"].help_text = _(
            "What may go wrong when the power is exercised, without anything personal: it may be published."
        )
        self.fields["note"].help_text = _("Kept with the document.")


@dataclass(frozen=True, slots=True)
class Source:
    """What shows the risk, what the page and the record are called, what it says, and where to go back to."""

    record: Beside | Opinion
    title: str
    label: str
    words: str
    back: tuple[str, tuple[int, ...], str]


@staff_page
def beside_to_risk_point(request: HttpRequest, pk: int, beside: int) -> HttpResponse:
    """Begins a risk point from a risk assessment."""
    acting, found = _document(request, pk)
    row = clues.beside(found, beside) if beside < MOST_KEY else None
    if row is None:
        raise Http404
    title = gettext("Begin a risk point from a risk assessment")
    back = ("consultation", (pk,), "besides")
    source = Source(row, title, gettext("Risk assessment"), row.outcome, back)
    return _page(request, acting, found, source)


@staff_page
def opinion_to_risk_point(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """Begins a risk point from an opinion that was adopted."""
    acting, found = _document(request, pk)
    row = clues.opinion(found, opinion) if opinion < MOST_KEY else None
    if row is None:
        raise Http404
    back = ("consultation_opinion", (pk, row.pk), "answer")
    title = gettext("Begin a risk point from an opinion")
    return _page(request, acting, found, Source(row, title, row.reference, row.public_words, back))


def _document(request: HttpRequest, pk: int) -> tuple[StaffActor, Document]:
    acting = actor(request)
    found = documents.document(acting, pk) if pk < MOST_KEY else None
    if found is None:
        raise Http404
    access.may_pass_on_risks(acting, found).require()
    return acting, found


def _page(request: HttpRequest, acting: StaffActor, found: Document, source: Source) -> HttpResponse:
    name, keys, anchor = source.back
    before = clues.clue_of(source.record)
    if request.method != "POST" and before is not None:
        tell(request, gettext("It was passed on already, as {number}.").format(number=before.code))
        return go(name, *keys, anchor=anchor)
    why_not = clues.why_not(source.record)
    if request.method != "POST" and why_not is not None:
        raise Refusal(why_not)
    form = RuleRiskForm(
        request.POST if request.method == "POST" else None,
        units=units_for(found.agency_id, clock.today()),
        initial={"unit": found.unit_id, "shows": source.words},
    )
    if request.method == "POST" and form.is_valid():
        kind = "beside_id" if isinstance(source.record, Beside) else "opinion_id"
        given = {**_given(form), kind: source.record.pk}
        try:
            begun = rule_to_risk.begin(document_id=found.pk, actor=acting, **given)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = gettext("It is a draft of the register now, {code}; the unit's editors complete it.")
            tell(request, sentence.format(code=begun.entry.code))
            return go(name, *keys, anchor=anchor)
    context = {
        "title": source.title,
        "lead": gettext(
            "What came up with the rule shows where a power may be exercised badly. The register of risks begins a "
            "draft for the unit; both numbers are kept, and the rule goes on here."
        ),
        "number": found.number,
        "words": f"{source.label} {found.title}",
        "form": form,
        "version": found.revision,
        "button": gettext("Begin the risk point"),
        "back": address(name, *keys),
        "crumbs": crumbs(
            (gettext("Rules and consultations"), address("consultations")),
            (found.number, address("consultation", found.pk)),
            (source.title, ""),
        ),
    }
    return render(request, "workspace/passing_on.html", context, status=422 if form.errors else 200)


def _given(form: RuleRiskForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {"unit_id": data["unit"], **{name: data[name] for name in ("title", "shows", "note")}}
