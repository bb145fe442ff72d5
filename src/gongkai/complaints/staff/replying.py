"""The reply's page: wordings offered by class and result, what is missing beside it, and it saves itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.complaints import access, actions, words
from gongkai.complaints.forms.deeds import FilesForm
from gongkai.complaints.forms.replying import ReplyForm
from gongkai.complaints.queries import records, replies
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff import facts, reply_part
from gongkai.complaints.staff.common import due_fields, found, go, path_to, show, tell
from gongkai.complaints.staff.file_rows import file_rows
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address
from gongkai.core.text import render
from gongkai.people.actor import StaffActor

#: The longest mark of a draft that is read.
LONGEST_MARK = 60


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the reply; every button saves it first, so that nothing typed is lost."""
    matter, acting = found(request, pk)
    access.may_edit_reply(acting, matter).require()
    if request.method != "POST":
        return _page(request, matter, acting, _form(matter))
    if request.POST.get("do") == "insert":
        return _inserted(request, matter, acting)
    form, file_form = _form(matter, request), _file_form(request)
    if not form.is_valid() or (file_form is not None and not file_form.is_valid()):
        return _page(request, matter, acting, form, file_form=file_form, status=422)
    try:
        actions.write_reply(matter_id=pk, actor=acting, reply=form.reply(), seen=_seen(request))
        if file_form is not None:
            actions.add_files(matter_id=pk, actor=acting, files=file_form.uploads())
    except Refusal as refusal:
        return _refused(request, pk, form, file_form, refusal)
    tell(request, _("The reply is saved."))
    finished = request.POST.get("do") == "finish"
    return go("complaint", pk) if finished else go("complaint_reply", pk)


def _refused(
    request: HttpRequest, pk: int, form: ReplyForm, file_form: FilesForm | None, refusal: Refusal
) -> HttpResponse:
    """What was typed stays; what somebody else saved stands beside it."""
    matter, acting = found(request, pk)
    if not access.may_edit_reply(acting, matter):
        raise refusal
    if isinstance(refusal, Invalid):
        refuse(form, refusal)
        return _page(request, matter, acting, form, file_form=file_form, status=refusal.status)
    return _page(request, matter, acting, form, file_form=file_form, refusal=refusal, status=refusal.status)


def _seen(request: HttpRequest) -> str:
    return request.POST.get("version", "")[:LONGEST_MARK]


def _inserted(request: HttpRequest, matter: Matter, acting: StaffActor) -> HttpResponse:
    """Puts the wording chosen behind what is written; nothing is saved before the reader has read it."""
    data = request.POST.copy()
    chosen = data.get("template", "")
    row = (
        replies.wording(matter, int(chosen))
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 19
        else None
    )
    form = _form(matter, request)
    if row is None:
        form.add_error("template" if "template" in form.fields else None, _("Choose a wording first."))
        return _page(request, matter, acting, form, status=422)
    written = data.get("text", "").strip()
    data["text"] = f"{written}\n\n{row.text}".strip()
    if row.result and not data.get("result"):
        data["result"] = row.result
    initial = {name: data.get(name, "") for name in ("text", "result", "evidence", "template")}
    return _page(
        request,
        matter,
        acting,
        ReplyForm(initial=initial, wordings=_wordings(matter)),
        mark=_seen(request),
        inserted=row.title,
    )


@staff_page
@require_POST
def autosave(request: HttpRequest, pk: int) -> JsonResponse:
    """Saves quietly. 409 with a sentence when somebody else was faster, 422 when something cannot be taken."""
    matter, acting = found(request, pk)
    form = _form(matter, request)
    try:
        if not form.is_valid():
            raise Invalid("; ".join(str(each) for errors in form.errors.values() for each in errors))
        row = actions.write_reply(
            matter_id=pk, actor=acting, reply=form.reply(), seen=_seen(request), quiet=True
        )
    except Refusal as refusal:
        return JsonResponse({"message": render(refusal.reason)}, status=refusal.status)
    saved_at = formats.time_format(timezone.localtime(clock.now()), "TIME_FORMAT")
    return JsonResponse({"version": actions.mark_of(row), "saved_at": saved_at})


def _form(matter: Matter, request: HttpRequest | None = None) -> ReplyForm:
    row = replies.reply_of(matter)
    initial: dict[str, Any] = {}
    if row is not None:
        initial = {name: getattr(row, name) for name in ("text", "result", "evidence")}
        initial["template"] = row.template_id
    return ReplyForm(request.POST if request else None, initial=initial, wordings=_wordings(matter))


def _wordings(matter: Matter) -> list[tuple[int, str]]:
    return [
        (row.pk, f"{row.title} · {words.result(row.result)}" if row.result else row.title)
        for row in replies.wordings(matter)
    ]


def _file_form(request: HttpRequest) -> FilesForm | None:
    """The form of files, where some came along."""
    return (
        FilesForm(request.POST, request.FILES, prefix="file") if request.FILES.getlist("file-files") else None
    )


def _page(
    request: HttpRequest,
    matter: Matter,
    acting: StaffActor,
    form: ReplyForm,
    *,
    file_form: FilesForm | None = None,
    refusal: Refusal | None = None,
    mark: str | None = None,
    inserted: str = "",
    status: int = 200,
) -> HttpResponse:
    row = replies.reply_of(matter)
    kept = records.files(matter)
    context = {
        "matter": matter,
        "form": form,
        "file_form": file_form or FilesForm(prefix="file"),
        "refusal": refusal,
        "theirs": row.text if refusal is not None and row is not None else "",
        "mark": actions.mark_of(row) if mark is None else mark,
        "saved_at": clock.now() if inserted else row.updated_at if row else None,
        "inserted": inserted,
        "wordings": [
            {"title": each.title, "result": words.result(each.result), "text": each.text}
            for each in replies.wordings(matter)
        ],
        "has_wordings": "template" in form.fields,
        "missing": reply_part.missing(matter),
        "classed": facts.classed(matter),
        "checks": records.checks(matter),
        "reply_files": file_rows(matter, kept.of("reply", "evidence", "after")),
        "due": due_fields(records.chief(records.explained_deadlines(matter))),
        "may_submit": matter.state == "handling",
        "autosave_url": address("complaint_reply_autosave", matter.pk),
        "presence_url": address("complaint_presence", matter.pk),
        "largest": f"{settings.GONGKAI_MAX_UPLOAD // (1024 * 1024)} MB",
        "crumbs": path_to(matter, (_("Reply"), "")),
    }
    return show(request, "reply", context, status)
