"""The question bank: list, writing, taking out of use, and the bank as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.core import table_files
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.listpages import frame
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, tell_refusal, version_seen
from gongkai.duties import access_learning as access
from gongkai.duties.actions.learning import bank as actions
from gongkai.duties.forms.learning import QuestionFilter, QuestionForm
from gongkai.duties.queries.learning import bank, paging, roster
from gongkai.duties.queries.learning.records import Question
from gongkai.duties.staff.learning.common import (
    find,
    kept_agency,
    posted,
    revision,
    show,
    status_of,
    trail,
    without_nul,
)
from gongkai.duties.staff.learning.rows import question_row
from gongkai.people.middleware import actor

FIELDS = ("subject", "kind", "text", "key", "marks", "source")


def _to_list(*rest: tuple[str, str]) -> list[dict[str, str]]:
    return trail((_("Question bank"), address("learning_questions") if rest else ""), *rest)


@staff_page
def questions(request: HttpRequest) -> HttpResponse:
    """The bank; "there is no such page" for whoever may not see questions."""
    acting = actor(request)
    if not bank.sees(acting):
        raise Http404
    form = QuestionFilter(without_nul(request.GET))
    query = bank.listed(acting, **form.chosen())
    listed = paging.by_word(query, "code", request.GET.get("after", ""))
    count = query.count()
    buttons = [
        {"url": address("learning_question_new"), "label": _("Write a question"), "icon": "plus"},
        {"url": address("learning_bring", "questions"), "label": _("Bring a file in"), "icon": "document"},
        {"url": address("learning_question_file"), "label": _("The bank as CSV"), "icon": "download"},
    ]
    context = {
        **frame(request, form, address("learning_questions"), listed.after),
        "heading": _("Question bank"),
        "lede": _(
            "Nobody sees a question outside a sitting but who keeps training and who releases examinations."
        ),
        "buttons": buttons if roster.keeps(acting) else [],
        "rows": [question_row(each) for each in listed.rows],
        "shown": ngettext("{count} question", "{count} questions", count).format(count=f"{count:,}"),
        "empty_title": _("There is no question yet"),
        "empty_text": _("Write one, or bring a file in."),
        "crumbs": _to_list(),
    }
    return show(request, "list", context)


@staff_page
def question_file(request: HttpRequest) -> HttpResponse:
    """The bank as a file that can be brought in again."""
    acting = actor(request)
    access.may_train(acting, kept_agency(acting)).require()
    rows = bank.as_rows(bank.for_staff(acting).filter(agency_id=kept_agency(acting), retired_on__isnull=True))
    response = HttpResponse(table_files.write_csv(bank.SHAPE, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="questions.csv"'
    response["Cache-Control"] = "no-store, private"
    return response


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """A new question."""
    agency = kept_agency(actor(request))
    return _answer(request, None, QuestionForm(posted(request), initial={"marks": 5}), agency)


@staff_page
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question, to be read or written on."""
    found, acting = find(request, pk, bank.question)
    initial = {name: getattr(found, name) for name in FIELDS} | {"options": "\n".join(found.options)}
    writes = bool(access.may_train(acting, found.agency_id)) and found.retired_on is None
    if request.method == "POST":
        access.may_train(acting, found.agency_id).require()
    form = QuestionForm(posted(request), initial=initial)
    if not writes:
        for field in form.fields.values():
            field.disabled = True
    return _answer(request, found, form, found.agency_id, writes=writes)


def _answer(
    request: HttpRequest, found: Question | None, form: QuestionForm, agency: int, *, writes: bool = True
) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_question(
                actor=actor(request),
                agency_id=agency,
                given=form.given(),
                question_id=found.pk if found else None,
                expected_revision=version_seen(request) if found else None,
            )
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The question is saved."))
            return go("learning_questions")
    heading = _("Question {number}").format(number=found.code) if found else _("Write a question")
    context = {
        "heading": heading,
        "form": form,
        "groups": [{"heading": _("The question"), "fields": list(form)}],
        "refusal": refusal,
        "revision": revision(request, found, refusal),
        "reading": not writes,
        "retire_url": address("learning_question_retire", found.pk) if found and writes else "",
        "back_url": address("learning_questions"),
        "crumbs": _to_list((heading, "")),
    }
    return show(request, "edit", context, status_of(form, refusal))


@staff_page
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a question out of use."""
    _found, acting = find(request, pk, bank.question)
    try:
        actions.retire_question(question_id=pk, actor=acting, expected_revision=version_seen(request))
    except Refusal as refusal:
        tell_refusal(request, refusal)
        return go("learning_question", pk)
    tell(request, _("The question is out of use; papers that have it keep it."))
    return go("learning_questions")
