"""Entering what came on paper or was said: a remark, or a filled-in questionnaire."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from gongkai.consultations import access_collecting as access
from gongkai.consultations import collecting_words as words
from gongkai.consultations.actions import taking_part
from gongkai.consultations.forms.collecting import EnterRemarkForm, SheetWayForm
from gongkai.consultations.forms.voice import AnswersForm
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries.records import Collection
from gongkai.consultations.staff.collecting.common import found_collection, trail
from gongkai.consultations.staff.documents.common import show, without_nul
from gongkai.core import clock, secret_codes
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor


@staff_page
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of what this kind takes; where it takes both, the address says which (``?what=remark``)."""
    of, acting = found_collection(request, pk)
    access.may_enter(acting, of).require()
    if not words.channel_options(of.kind):
        raise Refusal(say("This kind takes nothing but what is given on the site."))
    kind = words.kind_of(of.kind)
    wants_remark = request.GET.get("what") == "remark"
    if kind["asks"] and not (wants_remark and kind["remarks"]):
        return _sheet(request, of, acting, both=bool(kind["remarks"]))
    return _remark(request, of, acting, both=bool(kind["asks"]))


def _data(request: HttpRequest) -> QueryDict | None:
    return without_nul(request.POST) if request.method == "POST" else None


def _remark(request: HttpRequest, of: Collection, acting: StaffActor, *, both: bool) -> HttpResponse:
    data = _data(request)
    fresh = {"received_on": clock.today(), "token": secret_codes.new_token()}
    form = EnterRemarkForm(data, kind=of.kind, initial=fresh)
    if data is not None and form.is_valid():
        try:
            made = taking_part.enter_remark(
                collection_id=of.pk,
                actor=acting,
                channel=form.cleaned_data["channel"],
                received_on=form.cleaned_data["received_on"],
                given=form.given(),
                token=form.cleaned_data["token"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("Entered as remark {reference}.").format(reference=made.reference))
            if data.get("do") == "more":
                return _again(of, "?what=remark" if both else "")
            return go("collection_remark", of.pk, made.pk)
    context = {
        "of": of,
        "form": form,
        "errors": error_summary(form)["errors"],
        "heading": _("Enter a remark"),
        "other": _other(of, "", _("Enter a questionnaire instead")) if both else None,
        "back_url": address("collection", of.pk),
        "crumbs": trail(of, (_("Enter a remark"), "")),
    }
    return show(request, "collection_enter", context, 422 if form.errors else 200)


def _sheet(request: HttpRequest, of: Collection, acting: StaffActor, *, both: bool) -> HttpResponse:
    data = _data(request)
    fresh = {"received_on": clock.today(), "token": secret_codes.new_token()}
    way = SheetWayForm(data, kind=of.kind, initial=fresh)
    form = AnswersForm(data, questions=reads.questions(of))
    if data is not None and all([way.is_valid(), form.is_valid()]):
        try:
            taking_part.fill_in(
                collection_id=of.pk,
                token=way.cleaned_data["token"],
                answers=form.answers(),
                actor=acting,
                channel=way.cleaned_data["channel"],
                received_on=way.cleaned_data["received_on"],
            )
        except Refusal as refusal:
            refuse(way if getattr(refusal, "field", "") in way.fields else form, refusal)
        else:
            tell(request, _("The questionnaire is entered."))
            return _again(of, "") if data.get("do") == "more" else go("collection", of.pk)
    context = {
        "of": of,
        "way": way,
        "form": form,
        "errors": error_summary(way, form)["errors"],
        "heading": _("Enter a filled-in questionnaire"),
        "other": _other(of, "?what=remark", _("Enter a remark instead")) if both else None,
        "back_url": address("collection", of.pk),
        "crumbs": trail(of, (_("Enter a filled-in questionnaire"), "")),
    }
    return show(request, "collection_enter", context, 422 if way.errors or form.errors else 200)


def _again(of: Collection, query: str) -> HttpResponse:
    response = go("collection_enter", of.pk)
    response["Location"] += query
    return response


def _other(of: Collection, query: str, label: str) -> dict[str, str]:
    return {"url": address("collection_enter", of.pk) + query, "label": label}
