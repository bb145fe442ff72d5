"""Hotline sessions: the list, entering and changing one, what was taken on air, and the progress report back."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.complaints import access, actions
from gongkai.complaints.forms.sessions import MEDIUM_LABELS, ProgressForm, SessionForm
from gongkai.complaints.queries import desk, progress
from gongkai.complaints.queries import sessions as queries
from gongkai.complaints.queries.sessions import Session
from gongkai.complaints.staff.common import address, crumbs, due_fields, go, private, show, tell, tell_refusal
from gongkai.complaints.staff.rows import work_rows
from gongkai.core import clock, letters
from gongkai.core.access import staff_page
from gongkai.core.context import demonstration
from gongkai.core.formfields import refuse
from gongkai.core.paper.sheet import PrintError
from gongkai.core.refusals import Refusal
from gongkai.core.sending import attachment
from gongkai.domain.complaints import DESK, OPEN
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _found(request: HttpRequest, pk: int) -> tuple[Session, StaffActor]:
    acting = actor(request)
    session = queries.session(pk, acting)
    if session is None:
        raise Http404
    return session, acting


def _here(session: Session, *further: tuple[str, str]) -> list[dict[str, str]]:
    own = address("complaint_session", session.pk) if further else ""
    return crumbs(
        (_("Complaints"), address("complaints")),
        (_("Hotline sessions"), address("complaint_sessions")),
        (session.programme, own),
        *further,
    )


@staff_page
def sessions(request: HttpRequest) -> HttpResponse:
    """The sessions, the newest first, with what was taken on air and whether its progress was reported."""
    acting = actor(request)
    rows = [each for agency in desk.agencies_of(acting) for each in queries.sessions_of(agency)]
    clocks = queries.clocks_of(rows)
    context = {
        "rows": [_row(each, clocks.get(each.pk)) for each in rows],
        "may_enter": bool(desk.agencies_where(acting, DESK)),
        "sees": bool(desk.agencies_of(acting)),
        "crumbs": crumbs((_("Complaints"), address("complaints")), (_("Hotline sessions"), "")),
    }
    return show(request, "sessions", context)


def _row(session: Any, standing: Any) -> dict[str, Any]:
    count = ngettext("{n} matter taken on air", "{n} matters taken on air", session.taken)
    closed = _("{n} of them closed").format(n=session.closed)
    badges = []
    if session.reported_on:
        badges.append({"label": _("Progress reported"), "kind": "done"})
    return {
        "title": session.programme,
        "url": address("complaint_session", session.pk),
        "at": session.on,
        "unit": session.station,
        "note": f"{count.format(n=session.taken)} · {closed}",
        "badges": badges,
        **(due_fields(standing) if standing and standing.deadline.stopped_on is None else {}),
    }


@staff_page
def enter(request: HttpRequest) -> HttpResponse:
    """A session is entered when it was held."""
    acting = actor(request)
    agencies = desk.agencies_where(acting, DESK)
    if not agencies:
        access.may_register(acting, acting.agency_id).require()
    form = SessionForm(request.POST or None, agencies=agencies, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            session = actions.hold_session(agency_id=form.agency_id(), actor=acting, session=form.session())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The session is entered. What was taken on air can be entered now."))
            return go("complaint_session", session.pk)
    trail = (
        (_("Complaints"), address("complaints")),
        (_("Hotline sessions"), address("complaint_sessions")),
        (_("Enter a session"), ""),
    )
    return show(
        request, "session_form", {"form": form, "crumbs": crumbs(*trail)}, 422 if form.errors else 200
    )


@staff_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a session is corrected."""
    session, acting = _found(request, pk)
    access.may_register(acting, session.agency_id).require()
    names = ("programme", "station", "medium", "on", "topic", "guests", "note")
    form = SessionForm(
        request.POST or None,
        initial={name: getattr(session, name) for name in names},
        today=clock.today(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_session(session_id=pk, actor=acting, session=form.session())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The session was changed."))
            return go("complaint_session", pk)
    context = {"form": form, "session": session, "crumbs": _here(session, (_("Change the session"), ""))}
    return show(request, "session_form", context, 422 if form.errors else 200)


@staff_page
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: what was taken on air, where it stands, the clock of the report and the letters."""
    found, acting = _found(request, pk)
    return _page(request, found, acting, ProgressForm())


def _page(
    request: HttpRequest,
    session: Session,
    acting: StaffActor,
    form: ProgressForm,
    previews: list[dict[str, Any]] | None = None,
    status: int = 200,
) -> HttpResponse:
    matters = queries.taken_in(session, acting)
    standing = queries.clocks_of_session(session)
    context = {
        "session": session,
        "medium": _(MEDIUM_LABELS.get(session.medium, session.medium)),
        "facts": _facts(session),
        "rows": work_rows(desk.items(matters)),
        "open": sum(each.state in OPEN for each in matters),
        "due": due_fields(standing) if standing and standing.deadline.stopped_on is None else {},
        "may_enter": bool(access.may_register(acting, session.agency_id)),
        "running": standing is not None and standing.deadline.stopped_on is None,
        "form": form,
        "previews": previews,
        "seen": _mark(form.cleaned_data["words"]) if previews else "",
        "letters": _letters(session),
        "crumbs": _here(session),
    }
    return show(request, "session", context, status)


def _facts(session: Session) -> list[dict[str, Any]]:
    rows = (
        (_("Station"), session.station),
        (_("Topic of the session"), session.topic),
        (_("Who was on air for the agency"), session.guests),
    )
    return [{"label": label, "value": value} for label, value in rows if value]


def _letters(session: Session) -> list[dict[str, Any]]:
    sent = [each for each in (session.programme_letter, session.office_letter) if each is not None]
    return [
        {
            "title": each.title,
            "number": each.number,
            "on": each.issued_on,
            "to": letters.addressee_of(each),
            "pdf": address("complaint_session_letter", session.pk, each.pk, "pdf"),
            "docx": address("complaint_session_letter", session.pk, each.pk, "docx"),
        }
        for each in sent
    ]


@staff_page
@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows both letters first; sent, they are numbered, kept as sent, and the clock stops."""
    found, acting = _found(request, pk)
    access.may_register(acting, found.agency_id).require()
    if request.POST.get("do") == "nothing":
        return _nothing(request, found, acting)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return _page(request, found, acting, form, status=422)
    words = form.cleaned_data["words"]
    try:
        if request.POST.get("do") != "send" or request.POST.get("seen") != _mark(words):
            return _page(request, found, acting, form, _shown(found, words))
        actions.report_progress(session_id=pk, actor=acting, words=words)
    except Refusal as refusal:
        refuse(form, refusal)
        return _page(request, found, acting, form, status=refusal.status)
    tell(request, _("The progress is reported. Both letters stand below."))
    return go("complaint_session", pk, anchor="letters")


def _nothing(request: HttpRequest, session: Session, acting: StaffActor) -> HttpResponse:
    try:
        actions.note_nothing_taken(session_id=session.pk, actor=acting)
    except Refusal as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, _("Noted: nothing was taken on air, so no report is due."))
    return go("complaint_session", session.pk)


def _mark(words: str) -> str:
    """Tells whether the words are those that were shown before."""
    return hashlib.sha256("\n".join(words.split()).encode()).hexdigest()[:16]


def _shown(session: Session, words: str) -> list[dict[str, Any]]:
    found = []
    for draft in progress.previews(session, words):
        (table,) = draft.content.blocks
        cells = [[_text(cell) for cell in row] for row in table.rows]  # type: ignore[union-attr]
        found.append(
            {"draft": draft, "head": cells[0], "rows": cells[1:], "day": letters.zh_day(draft.issued_on)}
        )
    return found


def _text(cell: Any) -> str:
    return "".join(run.text for block in cell.blocks for run in block.runs)


@staff_page
def letter(request: HttpRequest, pk: int, number: int, kind: str) -> HttpResponseBase:
    """A letter of the session as it was sent, as PDF or DOCX."""
    found, _acting = _found(request, pk)
    sent = progress.letter_of(found, number)
    if sent is None or kind not in ("pdf", "docx"):
        raise Http404
    try:
        content = (letters.docx if kind == "docx" else letters.pdf)(sent, demonstration=demonstration())
    except PrintError as problem:
        tell_refusal(request, Refusal(str(problem)))
        return go("complaint_session", pk)
    name = _("{number} {title}").format(number=sent.number, title=sent.title)
    content_type = DOCX if kind == "docx" else PDF
    return private(attachment(content, name=f"{name}.{kind}", content_type=content_type))


urlpatterns_staff: list[URLPattern] = [
    path("complaints/sessions/", sessions, name="complaint_sessions"),
    path("complaints/sessions/new/", enter, name="complaint_session_new"),
    path("complaints/sessions/<int:pk>/", session, name="complaint_session"),
    path("complaints/sessions/<int:pk>/change/", change, name="complaint_session_change"),
    path("complaints/sessions/<int:pk>/report/", report, name="complaint_session_report"),
    path(
        "complaints/sessions/<int:pk>/letters/<int:number>/<slug:kind>/",
        letter,
        name="complaint_session_letter",
    ),
]
