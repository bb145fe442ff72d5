"""The screen of the stairs from the opinions to the complaints: an opinion that is a complaint goes on there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.consultations import access
from gongkai.consultations.queries import documents, opinions
from gongkai.core.access import staff_page
from gongkai.core.formfields import choose, refuse
from gongkai.core.lawwords import options
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.journeys import opinion_to_complaint
from gongkai.people.middleware import actor

#: Largest key a database holds.
MOST_KEY = 2**63


class PassOnForm(forms.Form):
    """What kind of matter it becomes."""

    kind = forms.ChoiceField(label=_("What kind of matter it is"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "kind", options("complaints", "kind"))
        self.fields["kind"].initial = "complaint"


@staff_page
def opinion_to_complaints(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """Passes an opinion on to the complaints desk."""
    acting = actor(request)
    of = documents.document(acting, pk) if pk < MOST_KEY else None
    row = opinions.opinion(of, opinion) if of and opinion < MOST_KEY else None
    if of is None or row is None:
        raise Http404
    access.may_handle_opinions(acting, of).require()
    if row.passed_on and request.method != "POST":
        sentence = gettext("It was passed on already, as {number}.")
        tell(request, sentence.format(number=row.passed_on))
        return go("consultation_opinion", pk, opinion)
    form = PassOnForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            begun = opinion_to_complaint.pass_on(
                document_id=pk, opinion_id=row.pk, actor=acting, kind=form.cleaned_data["kind"]
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            sentence = gettext(
                "It goes on as {number}; that is its answer, and whoever wrote it follows it with the opinion's own "
                "reference and code."
            )
            tell(request, sentence.format(number=begun.matter.number))
            return go("consultation_opinion", pk, opinion)
    here = address("consultation_opinion", pk, opinion)
    context = {
        "title": gettext("Pass the opinion on as a complaint"),
        "lead": gettext(
            "Who asks for something to be put right gives no opinion on a draft. A matter begins at the complaints "
            "desk with what was written and how to reach the author, if they said who they are; both numbers are kept. "
            "The opinion is answered with that."
        ),
        "number": row.reference,
        "words": opinions.words_of(row),
        "form": form,
        "version": "",
        "button": gettext("Pass on as a complaint"),
        "back": here,
        "crumbs": crumbs(
            (gettext("Rules and consultations"), address("consultations")),
            (of.number, address("consultation", pk)),
            (row.reference, here),
            (gettext("Pass on"), ""),
        ),
    }
    return render(request, "workspace/passing_on.html", context, status=422 if form.errors else 200)
