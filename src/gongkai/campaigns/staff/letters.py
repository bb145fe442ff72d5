"""Letters to the parties of a campaign's sites: written, counted, acknowledged on paper, downloaded."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.campaigns import access
from gongkai.campaigns import campaign_words as words
from gongkai.campaigns.actions import letters as actions
from gongkai.campaigns.queries import notices
from gongkai.campaigns.queries.records import Campaign, Notice, SiteParty
from gongkai.campaigns.staff.choosing import numbers
from gongkai.campaigns.staff.common import Tried, found_campaign, show, trail, without_nul
from gongkai.core import clock, letters
from gongkai.core.access import staff_page
from gongkai.core.context import demonstration
from gongkai.core.formfields import refuse
from gongkai.core.masking import masked_name
from gongkai.core.paper.sheet import PrintError
from gongkai.core.receipts import ReceiptForm
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.sending import attachment
from gongkai.core.staffpages import address, go, tell, tell_refusal
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Which letters are listed.
SHOWN = ("all", "late", "waiting", "acknowledged")
#: Letters listed, and parties offered, at once.
MOST = 500


@staff_page
def campaign_letters(request: HttpRequest, pk: int) -> HttpResponse:
    """How many were written to and answered, who is late, and who has no letter yet."""
    found, acting = found_campaign(request, pk)
    if request.method != "POST":
        return _page(request, found, acting, Tried())
    everybody = request.POST.get("do") == "all"
    chosen = None if everybody else numbers(request.POST.getlist("parties"))
    try:
        if chosen == []:
            raise Invalid(say("Tick at least one party, or write to all of them."), field="parties")
        sent = actions.send_letters(campaign_id=pk, actor=acting, party_ids=chosen)
    except Refusal as refusal:
        return _page(request, found, acting, Tried("send", refusal=refusal), refusal.status)
    sentence = ngettext("{n} letter is issued.", "{n} letters are issued.", len(sent))
    tell(request, sentence.format(n=f"{len(sent):,}"))
    return go("campaign_letters", pk)


def _page(
    request: HttpRequest, found: Campaign, acting: StaffActor, tried: Tried, status: int = 200
) -> HttpResponse:
    organises = bool(access.may_organise(acting, found.agency_id))
    may = access.may_send_letters(acting, found)
    waiting = list(notices.to_write_to(found)[: MOST + 1])
    every = list(notices.of(found))
    wanted = request.GET.get("show", "")
    chosen = wanted if wanted in SHOWN else SHOWN[0]
    shown = [each for each in every if chosen == "all" or _standing(each) == chosen]
    ticked = set(numbers(request.POST.getlist("parties"))) if tried.key else set()
    context: dict[str, Any] = {
        "campaign": found,
        "tried": tried,
        "tally": notices.tally(found),
        "tabs": _tabs(found, every, chosen),
        "rows": [_row(each, organises=organises) for each in shown[:MOST]],
        "more": max(0, len(shown) - MOST),
        "to_write_to": [_party(each, each.pk in ticked) for each in waiting[:MOST]],
        "may": bool(may),
        "why_not": may.reason if not may else None,
        "organises": organises,
        "at_once": actions.MOST,
        **_preview(request, found, waiting),
        "crumbs": trail(found, (_("Letters to the parties"), "")),
    }
    return show(request, "campaign_letters", context, status)


def _standing(found: Notice) -> str:
    if found.acknowledged_at is not None:
        return "acknowledged"
    return "late" if notices.is_late(found) else "waiting"


def _tabs(found: Campaign, every: list[Notice], chosen: str) -> list[dict[str, Any]]:
    labels = {
        "all": _("All"),
        "late": _("Not acknowledged in time"),
        "waiting": _("Not acknowledged yet"),
        "acknowledged": _("Acknowledged"),
    }
    here = address("campaign_letters", found.pk)
    standings = [_standing(each) for each in every]
    return [
        {
            "label": label,
            "url": here if name == "all" else f"{here}?show={name}",
            "count": len(every) if name == "all" else standings.count(name),
            "current": name == chosen,
        }
        for name, label in labels.items()
    ]


def _row(found: Notice, *, organises: bool) -> dict[str, Any]:
    name, function = notices.who_acknowledged(found)
    party, letter = found.party, found.letter
    return {
        "number": letter.number if letter else "",
        "reference": found.reference,
        "party": party.name,
        "role": words.party_name(party.role),
        "site": party.site.name,
        "site_url": address("site", party.site_id),
        "issued_on": found.issued_on,
        "acknowledge_by": found.acknowledge_by,
        "acknowledged_at": found.acknowledged_at,
        "reminders": found.reminders,
        "badge": words.notice_badge(found),
        "who": f"{name if organises else masked_name(name)} {function}".strip(),
        "pdf": address("campaign_letter", found.pk, "pdf") if organises else "",
        "docx": address("campaign_letter", found.pk, "docx") if organises else "",
        "receipt": address("campaign_receipt", found.pk)
        if organises and found.acknowledged_at is None
        else "",
    }


def _party(found: SiteParty, ticked: bool) -> dict[str, Any]:
    return {
        "pk": found.pk,
        "name": found.name,
        "role": words.party_name(found.role),
        "site": found.site.name,
        "code": found.site.code,
        "ticked": ticked,
    }


def _preview(request: HttpRequest, found: Campaign, waiting: list[SiteParty]) -> dict[str, Any]:
    """The letter as the party the address names, or the first one, would get it."""
    wanted = numbers([request.GET.get("preview", "")])
    party = next((each for each in waiting if each.pk in wanted), waiting[0] if waiting else None)
    if party is None:
        return {}
    try:
        draft = actions.preview_letter(found, party)
    except Refusal as refusal:
        return {"preview_refusal": refusal}
    return {
        "preview": {
            "pk": party.pk,
            "title": draft.title,
            "addressee": draft.addressee,
            "paragraphs": draft.content.paragraphs,
            "remedies": draft.remedies,
            "issuer": draft.issuer,
            "on": letters.zh_day(draft.issued_on),
        }
    }


def _found(request: HttpRequest, pk: int) -> tuple[Notice, StaffActor]:
    acting = actor(request)
    notice = notices.notice(acting, pk) if pk < 2**63 else None
    if notice is None or notice.letter is None:
        raise Http404
    access.may_organise(acting, notice.campaign.agency_id).require()
    return notice, acting


@staff_page
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """A receipt signed on paper."""
    found, acting = _found(request, pk)
    posted = request.method == "POST"
    form = ReceiptForm(without_nul(request.POST) if posted else None, initial={"served_on": clock.today()})
    refusal: Refusal | None = None
    if posted and form.is_valid():
        try:
            actions.note_receipt(notice_id=pk, actor=acting, **form.cleaned_data)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The receipt is noted: the letter is acknowledged."))
            return go("campaign_letters", found.campaign_id)
    context = {
        "notice": _row(found, organises=True),
        "form": form,
        "refusal": refusal,
        "back_url": address("campaign_letters", found.campaign_id),
        "crumbs": trail(
            found.campaign,
            (_("Letters to the parties"), address("campaign_letters", found.campaign_id)),
            (_("Receipt on paper"), ""),
        ),
    }
    return show(
        request, "campaign_receipt", context, refusal.status if refusal else 422 if form.errors else 200
    )


@staff_page
def letter(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """A letter as it was issued, as PDF or DOCX; its code stands in it, so that only the organiser gets it."""
    found, _acting = _found(request, pk)
    sent = found.letter
    if sent is None or form not in ("pdf", "docx"):
        raise Http404
    try:
        content = (letters.docx if form == "docx" else letters.pdf)(sent, demonstration=demonstration())
    except PrintError as problem:
        tell_refusal(request, Refusal(str(problem)))
        return go("campaign_letters", found.campaign_id)
    name = f"{sent.number} {sent.title}.{form}"
    response = attachment(content, name=name, content_type=DOCX if form == "docx" else PDF)
    response["Cache-Control"] = "no-store, private"
    return response
