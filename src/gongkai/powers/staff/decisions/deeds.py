"""Deeds on a decision: its moves, the notice to the party, what the party said, and the party shown for a purpose."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import letters
from gongkai.core.access import staff_page
from gongkai.core.context import demonstration
from gongkai.core.formfields import refuse
from gongkai.core.paper.sheet import PrintError
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.sending import attachment
from gongkai.core.staffpages import go, tell, tell_refusal, version_seen
from gongkai.domain.powers.decision_course import PROCESS
from gongkai.powers.actions import decisions as actions
from gongkai.powers.forms.decisions import DefenceForm, MoveForm, NoticeForm, PurposeForm
from gongkai.powers.forms.entry import without_nul
from gongkai.powers.queries import decision_letters
from gongkai.powers.staff.decisions import record
from gongkai.powers.staff.decisions.cards import Tried
from gongkai.powers.staff.decisions.common import found

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move; when it cannot be made, the record shows why with everything typed kept."""
    of, acting = found(request, pk)
    if not PROCESS.has_move(key):
        raise Http404
    form = MoveForm(
        without_nul(request.POST), move=PROCESS.move(key), notice=decision_letters.notice_issued(of)
    )
    tried = Tried(key, form)
    if not form.is_valid():
        return record.page(request, of, acting, tried=tried, status=422)
    try:
        moved = actions.move(
            decision_id=pk, key=key, actor=acting, expected_revision=version_seen(request), given=form.given()
        )
    except Refusal as refusal:
        return _refused(request, pk, tried, refusal)
    sentence = _("Done: {move}. It now stands at: {state}.")
    state = _(PROCESS.state(moved.state).label)
    tell(request, sentence.format(move=_(PROCESS.move(key).label), state=state))
    return go("power_decision", pk)


def _refused(request: HttpRequest, pk: int, tried: Tried, refusal: Refusal) -> HttpResponse:
    """The record again, with the sentence at its field or on top."""
    form = tried.form
    if form is not None and isinstance(refusal, Invalid) and refusal.field in form.fields:
        refuse(form, refusal)
    else:
        tried.refusal = refusal
        if form is not None:
            tried.typed = [(str(form[name].label), str(form[name].value() or "")) for name in form.fields]
    of, acting = found(request, pk)
    return record.page(request, of, acting, tried=tried, status=refusal.status)


@staff_page
@require_POST
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Issues the notice the kind asks for."""
    of, acting = found(request, pk)
    form = NoticeForm(without_nul(request.POST)) if of.kind == "licence" else None
    tried = Tried("notice", form)
    if form is not None and not form.is_valid():
        return record.page(request, of, acting, tried=tried, status=422)
    materials = form.cleaned_data["materials"] if form else ""
    try:
        letter = actions.issue_notice(
            decision_id=pk, actor=acting, expected_revision=version_seen(request), materials=materials
        )
    except Refusal as refusal:
        return _refused(request, pk, tried, refusal)
    tell(request, _("{title} {number} is issued.").format(title=letter.title, number=letter.number))
    return go("power_decision", pk, anchor="letters")


@staff_page
def letter(request: HttpRequest, pk: int, number: int, form: str) -> HttpResponseBase:
    """A letter of the decision as it was issued, as PDF or DOCX."""
    of, _acting = found(request, pk)
    sent = decision_letters.letter_of(of, number) if number < 2**63 else None
    if sent is None or form not in ("pdf", "docx"):
        raise Http404
    try:
        content = (letters.docx if form == "docx" else letters.pdf)(sent, demonstration=demonstration())
    except PrintError as problem:
        tell_refusal(request, Refusal(str(problem)))
        return go("power_decision", pk)
    name = f"{sent.number} {sent.title}.{form}"
    response = attachment(content, name=name, content_type=DOCX if form == "docx" else PDF)
    response["Cache-Control"] = "no-store, private"
    return response


@staff_page
@require_POST
def defence(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps what the party said."""
    of, acting = found(request, pk)
    form = DefenceForm(without_nul(request.POST), prefix="defence")
    tried = Tried("defence", form)
    if not form.is_valid():
        return record.page(request, of, acting, tried=tried, status=422)
    try:
        actions.note_defence(
            decision_id=pk,
            actor=acting,
            expected_revision=version_seen(request),
            words=form.cleaned_data["words"],
        )
    except Refusal as refusal:
        return _refused(request, pk, tried, refusal)
    tell(request, _("What the party said is kept, sealed."))
    return go("power_decision", pk)


@staff_page
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the party on this one page."""
    of, acting = found(request, pk)
    form = PurposeForm(without_nul(request.POST), prefix="reveal")
    tried = Tried("reveal", form)
    if not form.is_valid():
        return record.page(request, of, acting, tried=tried, status=422)
    try:
        shown = actions.reveal_party(decision_id=pk, actor=acting, purpose=form.cleaned_data["purpose"])
    except Refusal as refusal:
        return _refused(request, pk, tried, refusal)
    return record.page(request, of, acting, shown=shown)
