"""Who wants to come to a meeting or hearing, and whether they do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations import access_collecting as access
from gongkai.consultations import authors
from gongkai.consultations.actions import taking_part
from gongkai.consultations.forms.collecting import DecideForm
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries import collection_lists as lists
from gongkai.consultations.queries.records import Collection, SignUp
from gongkai.consultations.staff.collecting.common import found_collection, trail
from gongkai.consultations.staff.documents.common import show, without_nul
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor

#: People on the page; a hall that holds more asks no names.
MOST = 1000


@staff_page
def sign_ups(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; sent, the answer to one of them."""
    of, acting = found_collection(request, pk)
    if request.method != "POST":
        return _page(request, of, acting, None, None)
    access.may_enter(acting, of).require()
    data = without_nul(request.POST)
    typed = data.get("who", "")
    who = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    form = DecideForm(data, prefix=f"s{who}")
    try:
        decided = _decide(of, acting, who, data.get("do", ""), form)
    except Invalid as invalid:
        refuse(form, invalid)
        return _page(request, of, acting, (who, form), None)
    except Refusal as refusal:
        return _page(request, of, acting, (who, form), refusal)
    sentence = _("{reference} can come.") if decided.accepted else _("{reference} cannot come.")
    tell(request, sentence.format(reference=decided.reference))
    return go("collection_sign_ups", pk)


def _decide(of: Collection, acting: StaffActor, who: int, do: str, form: DecideForm) -> SignUp:
    if do not in ("accept", "decline"):
        raise Invalid(say("Choose whether they come."))
    if not form.is_valid():
        raise Invalid(say("This is longer than {longest} characters. Shorten it.", longest=300))
    accepted = do == "accept"
    reason = "" if accepted else form.cleaned_data["reason"]
    return taking_part.decide_sign_up(
        collection_id=of.pk, actor=acting, sign_up_id=who, accepted=accepted, reason=reason
    )


def _page(
    request: HttpRequest,
    of: Collection,
    acting: StaffActor,
    tried: tuple[int, DecideForm] | None,
    refusal: Refusal | None,
) -> HttpResponse:
    handles = access.may_enter(acting, of)
    full = bool(access.may_collect(acting, of.agency_id, of.unit_id))
    rows = [_row(each, tried, full=full) for each in reads.sign_ups(of)[:MOST]]
    context = {
        "of": of,
        "rows": rows,
        "counts": lists.sign_up_counts(of),
        "handles": bool(handles),
        "why_not": handles.reason,
        "refusal": refusal,
        "errors": error_summary(tried[1])["errors"] if tried and not refusal else [],
        "crumbs": trail(of, (_("Sign-ups"), "")),
        "back_url": address("collection", of.pk),
    }
    status = refusal.status if refusal else 422 if tried else 200
    return show(request, "collection_sign_ups", context, status)


def _row(found: SignUp, tried: tuple[int, DecideForm] | None, *, full: bool) -> dict[str, Any]:
    """One of them; who prepares the meeting reads name and number, anybody else only their signs."""
    author = reads.author_of(found)
    mine = tried is not None and tried[0] == found.pk
    form = tried[1] if mine and tried else DecideForm(prefix=f"s{found.pk}", initial={"reason": found.reason})
    return {
        "sign_up": found,
        "author": author if full else authors.masked(author),
        "words": reads.sign_up_words(found),
        "form": form,
        "open": mine,
        "badge": _badge(found),
    }


def _badge(found: SignUp) -> dict[str, str]:
    if found.accepted is None:
        return {"label": _("Waiting for a decision"), "kind": "soon"}
    if found.accepted:
        return {"label": _("Can come"), "kind": "done"}
    return {"label": _("Cannot come"), "kind": "quiet"}
