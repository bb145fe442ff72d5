"""Preparing a decision for the public: the judgement of social impact, and the text, with what is found in it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.powers import decisions as rules
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.powers import decision_access, identity
from gongkai.powers.actions import decisions as actions
from gongkai.powers.forms.decisions import ImpactForm, PublicTextForm
from gongkai.powers.forms.entry import without_nul
from gongkai.powers.queries import decision_drafts
from gongkai.powers.queries import decisions as reads
from gongkai.powers.queries.records import Decision
from gongkai.powers.staff.decisions.common import found, show, trail

#: What is sent: the judgement, the text, or the wish to see what is found in it.
IMPACT, TEXT, CHECK = "impact", "text", "check"


@staff_page
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """Both forms; a draft made by rule stands in the text as long as nothing is written."""
    of, acting = found(request, pk)
    decision_access.may_publish(acting, of).require()
    data = without_nul(request.POST) if request.method == "POST" else None
    do = data.get("do", "") if data is not None else ""
    impact = ImpactForm(data if do == IMPACT else None, initial=_judged(of))
    written = of.public_text or decision_drafts.draft(of)
    text = PublicTextForm(data if do in (TEXT, CHECK) else None, initial={"public_text": written})
    refusal: Refusal | None = None
    form: forms.Form = impact if do == IMPACT else text
    if do in (IMPACT, TEXT) and form.is_valid():
        try:
            _do(request, acting, of, do, form)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            return HttpResponseRedirect(address("power_decision_public", pk))
    shown = str(text["public_text"].value() or "")
    context: dict[str, Any] = {
        "decision": of,
        "impact_form": impact if rules.kinds()[of.kind].impact else None,
        "impact_by": of.impact_by.name if of.impact_by else "",
        "text_form": text,
        "drafted": not of.public_text and do not in (TEXT, CHECK),
        "findings": _findings(of, shown),
        "refusal": refusal,
        "errors": error_summary(impact, text)["errors"] if do else [],
        "revision": of.revision if refusal or data is None else data.get("version", of.revision),
        "back_url": address("power_decision", pk),
        "crumbs": trail(of, (_("For the public"), "")),
    }
    status = refusal.status if refusal else 422 if do and form.errors else 200
    return show(request, "decision_public", context, status)


def _judged(of: Decision) -> dict[str, str]:
    return {"impact": of.impact, "impact_reason": of.impact_reason}


def _do(request: HttpRequest, acting: StaffActor, of: Decision, do: str, form: forms.Form) -> None:
    seen, said = version_seen(request), form.cleaned_data
    if do == IMPACT:
        actions.judge_impact(
            decision_id=of.pk,
            actor=acting,
            expected_revision=seen,
            impact=said["impact"] == "yes",
            reason=said["impact_reason"],
        )
        tell(request, _("The judgement is kept, with your name."))
    else:
        actions.write_public_text(
            decision_id=of.pk, actor=acting, expected_revision=seen, text=said["public_text"]
        )
        tell(request, _("What the public is to read is kept. It is public once the decision is published."))


def _findings(of: Decision, text: str) -> list[dict[str, Any]]:
    """What keeps the text from being published, each with its place; what is quoted is masked."""
    party = identity.read(of.number, of.party_sealed)
    rows: list[dict[str, Any]] = [
        {"label": where, "reason": each.message, "url": ""}
        for where, words in ((_("What the public reads"), text), (_("Conduct"), of.conduct))
        for each in reads.personal(words)
    ]
    if reads.tells_party(party, of.party_kind, text, of.conduct):
        sentence = say("The party of this case is named, or its number. Write it as the rule shows it.")
        rows.append({"label": _("Party"), "reason": sentence, "url": ""})
    return rows
