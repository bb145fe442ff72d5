"""The screen of the stairs from the rules to the published documents: a decided text begins its draft there."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from gongkai.consultations.actions.publication import DECIDED
from gongkai.consultations.queries import documents
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import NotAllowed, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.domain.text import say
from gongkai.journeys import rule_to_publication
from gongkai.people.middleware import actor


class BeginForm(forms.Form):
    """Nothing is asked: the text, its number and its days are known."""


@staff_page
def rule_to_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """Begins the published document of a decided text."""
    acting = actor(request)
    rule = documents.document(acting, pk) if pk < 2**63 else None
    if rule is None:
        raise Http404
    if not rule_to_publication.may_begin(acting):
        raise NotAllowed(say("Only drafters begin documents. Pass it on to a drafter of your unit."))
    if request.method != "POST" and rule.publication:
        tell(request, gettext("It was begun there already, as {number}.").format(number=rule.publication))
        return go("consultation", pk)
    if request.method != "POST" and rule.state not in DECIDED:
        raise Refusal(say("Only a text that is signed goes to the published documents."))
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = rule_to_publication.begin(document_id=pk, actor=acting)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = gettext(
                "The draft {number} holds the text, its number and its days. It goes the usual way from here."
            )
            tell(request, sentence.format(number=made.index_number))
            return go("document", made.pk)
    context = {
        "title": gettext("Begin its published document"),
        "lead": gettext(
            "A draft begins among the documents with the decided text, its number, the days of its signature and its "
            "validity. Category, attachments and checks are added there, and it is released as every document is. The "
            "rule keeps the draft's index number."
        ),
        "number": rule.formal_number or rule.number,
        "words": rule.title,
        "form": form,
        "version": rule.revision,
        "button": gettext("Begin the document"),
        "back": address("consultation", pk),
        "crumbs": crumbs(
            (gettext("Rules and consultations"), address("consultations")),
            (rule.number, address("consultation", pk)),
            (gettext("Begin its published document"), ""),
        ),
    }
    return render(request, "workspace/passing_on.html", context, status=422 if form.errors else 200)
