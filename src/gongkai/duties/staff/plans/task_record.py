"""A task's record: what counts as done, how far it has come, what shows it, what happened, and the deeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import text
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, due_fields, go, send_kept, tell, upload, version_seen
from gongkai.domain.duties.tasks import PROCESS
from gongkai.duties import plan_access
from gongkai.duties import plan_words as words
from gongkai.duties.actions import task_progress
from gongkai.duties.actions import tasks as actions
from gongkai.duties.forms.plans import EvidenceForm, ProgressForm, ThemeChoiceForm
from gongkai.duties.queries import plans, tasks, themes
from gongkai.duties.queries.plan_records import Task
from gongkai.duties.staff.plans.common import (
    Tried,
    cards,
    found_in,
    make_move,
    show,
    trail,
    typed,
    without_nul,
)
from gongkai.duties.staff.plans.rows import days_of
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as sentences


@staff_page
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_in(request, tasks.task, pk)
    return page(request, found, acting)


def page(
    request: HttpRequest, found: Task, acting: StaffActor, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    clocks = tasks.clocks_of([found])
    tells = bool(plan_access.may_tell(acting, found))
    context: dict[str, Any] = {
        "task": found,
        "badges": _badges(found, clocks=bool(clocks)),
        "facts": _facts(found),
        **due_fields(clocks.get(found.pk)),
        "sentence": PROCESS.state(found.state).label,
        "next": words.next_step("task", found.state) if tasks.in_force(found) else "",
        "returned": plans.last_reason("task", found.pk) if found.state == "doing" else "",
        "progress": list(found.progress.select_related("person").order_by("-id")),
        "evidence": [_evidence(each) for each in found.evidence.select_related("person", "file")],
        "progress_form": _form(tried, ProgressForm, initial={"percent": found.percent}) if tells else None,
        "evidence_form": _form(tried, EvidenceForm) if tells else None,
        **_theme(found, acting, tried),
        "cards": cards("task", found.pk, tasks.offers(found, acting), tried),
        "tried": tried,
        "edit_url": address("task_edit", found.pk) if plan_access.may_write_task(acting, found) else "",
        "plan_url": address("plan", found.plan_id) if found.plan else "",
        "meeting_url": address("meeting", found.meeting_id) if found.meeting_id else "",
        "timeline": list(reversed(sentences(tasks.told(found)))),
        "crumbs": trail("task", found),
    }
    return show(request, "task_record", context, status)


def _form(tried: Tried, kind: type[forms.Form], **more: Any) -> forms.Form:
    return tried.form if isinstance(tried.form, kind) else kind(**more)


def _theme(found: Task, acting: StaffActor, tried: Tried) -> dict[str, Any]:
    if not plan_access.may_plan(acting, found.agency_id):
        return {"theme_form": None}
    known = themes.open_in(found.agency_id, found.theme_id)
    if not known:
        return {"theme_form": None}
    form = (
        tried.form
        if isinstance(tried.form, ThemeChoiceForm)
        else ThemeChoiceForm(themes=known, initial={"theme": found.theme_id})
    )
    return {"theme_form": form}


def _badges(found: Task, *, clocks: bool) -> list[dict[str, str]]:
    """Where it stands; that it is late, its due chip says where its clock runs."""
    return words.task_badges(found)[: 1 if clocks else None]


def _facts(found: Task) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = [
        {"label": _("Number"), "value": found.number},
        {"label": _("Lead unit"), "value": words.name_of(found.unit)},
    ]
    helping = [words.name_of(each) for each in found.co_units.all()]
    if helping:
        rows.append({"label": _("Units that help"), "value": _(", ").join(helping)})
    if found.person or found.post:
        who = [found.post.title if found.post else "", found.person.name if found.person else ""]
        rows.append({"label": _("Responsible"), "value": " ".join(each for each in who if each)})
    rows.append({"label": _("Days"), "value": days_of(found)})
    rows.append({"label": _("Per cent"), "value": text.percent(found.percent)})
    if found.done_on:
        rows.append({"label": _("Done on"), "value": date_format(found.done_on, "DATE_FORMAT")})
    if found.theme:
        rows.append(
            {"label": _("Theme"), "value": found.theme.title, "url": address("theme", found.theme_id)}
        )
    return rows


def _evidence(each: Any) -> dict[str, Any]:
    return {
        "words": each.words,
        "number": each.number,
        "name": each.name,
        "url": address("task_evidence_file", each.pk) if each.file_id else "",
        "person": each.person.name if each.person else "",
        "at": each.at,
    }


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move."""
    found, acting = found_in(request, tasks.task, pk)

    def do(seen: int, reason: str) -> Task:
        return actions.move_task(task_id=pk, key=key, actor=acting, expected_revision=seen, reason=reason)

    return make_move(request, PROCESS, "task", found.pk, key, do, _again(request, acting, pk))


@staff_page
@require_POST
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Tells how far it has come."""
    form = ProgressForm(without_nul(request.POST))

    def do(acting: StaffActor, seen: int) -> None:
        said = form.cleaned_data
        task_progress.tell_progress(
            task_id=pk, actor=acting, expected_revision=seen, percent=said["percent"], text=said["words"]
        )

    return _deed(request, pk, "progress", form, do, _("It is noted how far the task has come."))


@staff_page
@require_POST
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Adds what shows that something was done."""
    form = EvidenceForm(without_nul(request.POST), request.FILES)

    def do(acting: StaffActor, seen: int) -> None:
        said = form.cleaned_data
        file = upload(said["file"]) if said["file"] else None
        task_progress.add_evidence(
            task_id=pk,
            actor=acting,
            expected_revision=seen,
            text=said["words"],
            number=said["number"],
            file=file,
        )

    return _deed(request, pk, "evidence", form, do, _("The evidence is added."))


@staff_page
@require_POST
def tag(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts it under a theme."""
    found, _acting = found_in(request, tasks.task, pk)
    form = ThemeChoiceForm(without_nul(request.POST), themes=themes.open_in(found.agency_id, found.theme_id))

    def do(acting: StaffActor, seen: int) -> None:
        actions.tag_task(
            task_id=pk, actor=acting, expected_revision=seen, theme_id=form.cleaned_data["theme"]
        )

    return _deed(request, pk, "tag", form, do, _("The theme of the task is saved."))


def _deed(
    request: HttpRequest,
    pk: int,
    key: str,
    form: forms.Form,
    do: Callable[[StaffActor, int], None],
    done: str,
) -> HttpResponse:
    """A deed with a form of its own; refused, the record shows why with everything typed kept."""
    _found, acting = found_in(request, tasks.task, pk)
    again = _again(request, acting, pk)
    if not form.is_valid():
        return again(Tried(key, form), 422)
    try:
        do(acting, version_seen(request))
    except Invalid as invalid:
        refuse(form, invalid)
        return again(Tried(key, form), 422)
    except Refusal as refusal:
        return again(Tried(key, form, refusal, typed(form)), refusal.status)
    tell(request, done)
    return go("task", pk)


def _again(request: HttpRequest, acting: StaffActor, pk: int) -> Callable[[Tried, int], HttpResponse]:
    def again(tried: Tried, status: int) -> HttpResponse:
        now, _acting = found_in(request, tasks.task, pk)
        return page(request, now, acting, tried, status)

    return again


@staff_page
def evidence_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file that shows something, for whoever sees its task."""
    found, _acting = found_in(request, tasks.evidence, pk)
    if found.file is None:
        raise Http404
    return send_kept(found.file.sha256, found.name, found.file.content_type)
