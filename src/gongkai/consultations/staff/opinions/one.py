"""One opinion: its words as written beside those the public reads, where it lies, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.consultations import access
from gongkai.consultations.actions import answering, attaching, revealing
from gongkai.consultations.authors import Author
from gongkai.consultations.forms.opinions import (
    AnswerForm,
    GroupForm,
    HideForm,
    PurposeForm,
    ShowForm,
    group_choices,
)
from gongkai.consultations.queries import attachments, naming, texts
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.consultations.queries import opinions as reads
from gongkai.consultations.queries.records import Document, Opinion
from gongkai.consultations.staff import passing
from gongkai.consultations.staff.documents.common import show, typed, without_nul
from gongkai.consultations.staff.opinions.common import Texts, found_opinion, path_to, row
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Conflict, Refusal
from gongkai.core.sending import attachment
from gongkai.core.staffpages import address, address_if_any, go, tell
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain import privacy
from gongkai.people.actor import StaffActor


@dataclass
class Tried:
    """A deed that was not done: its form as it was typed, and why."""

    deed: str = ""
    form: forms.Form | None = None
    refusal: Refusal | None = None


@staff_page
def opinion(request: HttpRequest, pk: int, opinion: int) -> HttpResponse:
    """The opinion."""
    of, one, acting = found_opinion(request, pk, opinion)
    return page(request, of, one, acting)


def page(
    request: HttpRequest,
    of: Document,
    one: Opinion,
    acting: StaffActor,
    *,
    tried: Tried | None = None,
    author: Author | None = None,
    status: int = 200,
) -> HttpResponse:
    """Its page, also after a deed that was refused; ``author``: shown once, on this page alone."""
    tried = tried or Tried()
    known = Texts(of)
    assert known.newest is not None  # an opinion has its version
    placed = reads.place([one], known.newest)[0]
    handles = access.may_handle_opinions(acting, of)
    said = reads.words_of(one)
    found_personal = reads.personal(said)
    context: dict[str, Any] = {
        "document": of,
        "opinion": one,
        "row": row(of, placed, known),
        "facts": _facts(one),
        "said": said,
        "personal": found_personal,
        "handles": bool(handles),
        "why_not": handles.reason,
        "author": author,
        "anonymous": not one.author,
        "may_see_author": bool(access.may_see_author(acting, of)),
        "alike": _alike(of, one),
        "files": _files(of, one),
        "may_open_files": bool(access.may_open_files(acting, of)),
        "tried": tried,
        "typed": typed(tried.form) if tried.refusal and tried.form else [],
        "errors": error_summary(tried.form)["errors"] if tried.form else [],
        "risk": passing.risk_of(of, one, acting),
        "pass_url": _pass_url(of, one) if handles else "",
        "look_stamp": lists.look_stamp(one),
        "answer_stamp": lists.answer_stamp(one),
        **_forms(of, one, known, tried, said),
        "crumbs": path_to(of, (one.reference, "")),
    }
    return show(request, "opinion_one", context, status)


def _forms(of: Document, one: Opinion, known: Texts, tried: Tried, said: str) -> dict[str, Any]:
    """The forms of the deeds; the one that was tried as it was typed."""
    groups = group_choices(reads.groups(of))
    answer = {"verdict": one.verdict, "reason": one.reason, "clause": one.answer_clause}
    made: dict[str, forms.Form] = {
        "show": ShowForm(prefix="show", initial={"public_words": one.public_words or privacy.mask(said)}),
        "hide": HideForm(prefix="hide", initial={"hidden_reason": one.hidden_reason}),
        "answer": AnswerForm(cited=known.cited, prefix="answer", initial=answer),
        "group": GroupForm(groups=groups, prefix="group", initial={"group": one.group_id}),
        "who": PurposeForm(prefix="who"),
    }
    if tried.form is not None:
        made[tried.deed] = tried.form
    here = {f"{key}_url": address("consultation_opinion_deed", of.pk, one.pk, key) for key in made}
    return {**{f"{key}_form": form for key, form in made.items()}, **here}


def _facts(one: Opinion) -> list[dict[str, Any]]:
    rows = (
        (_("Version"), one.version.number),
        (_("Answered on"), date_format(timezone.localtime(one.answered_at)) if one.answered_at else ""),
        (_("Answered by"), one.answered_by.name if one.answered_by else ""),
    )
    return [{"label": label, "value": value} for label, value in rows if value]


def _files(of: Document, one: Opinion) -> list[dict[str, Any]]:
    """What came with it, and where it is opened."""
    return [
        {"file": each, "url": address("consultation_opinion_file", of.pk, one.pk, each.pk)}
        for each in attachments.of(one)
    ]


def _alike(of: Document, one: Opinion) -> dict[str, Any]:
    """Others that say the very same, with the way to all of them."""
    count = reads.alike(one).count()
    if not count:
        return {}
    sentence = ngettext(
        "{count} other opinion says the very same.", "{count} other opinions say the very same.", count
    )
    url = f"{address('consultation_opinions', of.pk)}?alike={one.pk}"
    return {"sentence": sentence.format(count=f"{count:,}"), "url": url}  # fmt: skip


def _pass_url(of: Document, one: Opinion) -> str:
    """Where it is passed on to the complaints, unless it was before."""
    return "" if one.passed_on else address_if_any("workspace:opinion_to_complaints", of.pk, one.pk)


def _form(key: str, data: QueryDict, of: Document) -> forms.Form:
    if key == "answer":
        return AnswerForm(data, cited=naming.cited(texts.every(of)), prefix=key)
    if key == "group":
        return GroupForm(data, groups=group_choices(reads.groups(of)), prefix=key)
    plain: dict[str, type[forms.Form]] = {"show": ShowForm, "hide": HideForm, "who": PurposeForm}
    return plain[key](data, prefix=key)


@staff_page
@require_POST
def file(request: HttpRequest, pk: int, opinion: int, attached: int) -> HttpResponseBase:
    """A file that came with the opinion, to be saved; that it was opened stands in the ledger."""
    _of, one, acting = found_opinion(request, pk, opinion)
    if attached >= 2**63:
        raise Http404
    kept, content = attaching.open_file(document_id=pk, opinion_id=one.pk, file_id=attached, actor=acting)
    response = attachment(content, name=f"{one.reference}-{kept.name}", content_type=kept.content_type)
    response["Cache-Control"] = "no-store, private"
    return response


@staff_page
@require_POST
def deed(request: HttpRequest, pk: int, opinion: int, deed: str) -> HttpResponse:
    """Does it; when it cannot be done, the page says why, with everything typed kept."""
    of, one, acting = found_opinion(request, pk, opinion)
    if deed not in (*_DEEDS, "who"):
        raise Http404
    data = without_nul(request.POST)
    tried = Tried(deed, _form(deed, data, of))
    form = tried.form
    if form is None or not form.is_valid():
        return page(request, of, one, acting, tried=tried, status=422)
    author: Author | None = None
    try:
        if deed == "who":
            author = revealing.reveal(document_id=pk, opinion_id=one.pk, actor=acting, **form.cleaned_data)
        else:
            _DEEDS[deed](one, acting, form, data.get("seen", ""))
    except Refusal as refusal:
        if isinstance(refusal, Conflict):
            tried.refusal = refusal
        else:
            refuse(form, refusal)
        of, one, acting = found_opinion(request, pk, opinion)
        return page(request, of, one, acting, tried=tried, status=refusal.status)
    if deed == "who":
        return page(request, of, one, acting, author=author)
    tell(request, _told(deed))
    return go("consultation_opinion", pk, one.pk)


def _show(one: Opinion, acting: StaffActor, form: Any, seen: str) -> None:
    answering.show_opinions(
        document_id=one.document_id,
        actor=acting,
        opinion_ids=[one.pk],
        public_words=form.cleaned_data["public_words"],
        seen={one.pk: seen} if seen else None,
    )


def _hide(one: Opinion, acting: StaffActor, form: Any, seen: str) -> None:
    answering.hide_opinion(
        document_id=one.document_id,
        actor=acting,
        opinion_id=one.pk,
        reason=form.cleaned_data["hidden_reason"],
        seen={one.pk: seen} if seen else None,
    )


def _answer(one: Opinion, acting: StaffActor, form: Any, seen: str) -> None:
    answering.answer_opinions(
        document_id=one.document_id,
        actor=acting,
        opinion_ids=[one.pk],
        answer=form.given(),
        seen={one.pk: seen} if seen else None,
    )


def _group(one: Opinion, acting: StaffActor, form: Any, _seen: str) -> None:
    answering.group_opinions(document_id=one.document_id, actor=acting, opinion_ids=[one.pk], **form.given())


_DEEDS: dict[str, Callable[[Opinion, StaffActor, Any, str], None]] = {
    "show": _show,
    "hide": _hide,
    "answer": _answer,
    "group": _group,
}


def _told(deed: str) -> str:
    return {
        "show": _("The opinion is shown to the public with these words."),
        "hide": _("The opinion is not shown; it is counted with its reason."),
        "answer": _("The opinion has its answer."),
        "group": _("The opinion is in the group."),
    }[deed]
