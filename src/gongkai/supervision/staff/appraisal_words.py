"""Looking at what people wrote in their own words: what is personal is masked beforehand, and somebody decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.domain import privacy
from gongkai.people.actor import StaffActor
from gongkai.supervision import access_appraisal as access
from gongkai.supervision import appraisal_words as words_of_room
from gongkai.supervision.actions.appraisal_words import look_at
from gongkai.supervision.forms.appraisal import WordsForm
from gongkai.supervision.queries import appraisals as reads
from gongkai.supervision.queries.appraisal_records import AppraisalWords, Round
from gongkai.supervision.staff.appraisal_record import found_round
from gongkai.supervision.staff.common import show, without_nul

#: Texts on a page.
SIZE = 20


@staff_page
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """The texts that wait; once there are none, those looked at."""
    found, _acting = _found(request, pk)
    return _page(request, found)


@staff_page
@require_POST
def look(request: HttpRequest, pk: int, row: UUID) -> HttpResponse:
    """Releases one of them, or nothing of it."""
    found, acting = _found(request, pk)
    form = WordsForm(without_nul(request.POST), row=str(row))
    if not form.is_valid():
        return _page(request, found, tried=(row, form), status=422)
    shown = "" if request.POST.get("deed") == "hide" else form.cleaned_data["shown"]
    try:
        look_at(round_id=pk, words_id=row, actor=acting, shown=shown)
    except Invalid as invalid:
        refuse(form, invalid)
        return _page(request, found, tried=(row, form), status=422)
    except Refusal as refusal:
        return _page(request, found, refusal=refusal, status=refusal.status)
    tell(request, _("Released.") if shown else _("Left out: nothing of it is shown."))
    return go("appraisal_words", pk)


def _found(request: HttpRequest, pk: int) -> tuple[Round, StaffActor]:
    found, acting = found_round(request, pk)
    if not access.may_look(acting, found):
        raise Http404
    return found, acting


def _page(
    request: HttpRequest,
    found: Round,
    *,
    tried: tuple[UUID, WordsForm] | None = None,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    waiting = list(reads.words_waiting(found)[:SIZE])
    done = list(reads.words_of(found).filter(looked_at_by__isnull=False)[:SIZE])
    texts = {each.key: words_of_room.question_text(each) for each in words_of_room.sheet_of(found).questions}
    context = {
        "of": found,
        "waiting": [_row(found, each, texts, tried) for each in waiting],
        "count": reads.words_waiting(found).count(),
        "done": [_row(found, each, texts, tried) for each in done],
        "errors_form": tried[1] if tried else None,
        "refusal": refusal,
        "back_url": address("appraisal", found.pk),
        "crumbs": crumbs(
            (words_of_room.title(found), address("appraisal", found.pk)), (_("What people wrote"), "")
        ),
    }
    return show(request, "appraisal_words", context, status)


def _row(
    found: Round, row: AppraisalWords, texts: dict[str, str], tried: tuple[UUID, WordsForm] | None
) -> dict[str, Any]:
    said = reads.read_words(row)
    shown = row.public_words if row.looked_at_by_id else privacy.mask(said)
    form = WordsForm(row=str(row.pk), initial={"shown": shown})
    return {
        "question": texts.get(row.question, row.question),
        "said": said,
        "found": [each.message for each in privacy.findings(said)],
        "looked": row.looked_at_by_id is not None,
        "shown": row.public_words,
        "way": _("of those drawn") if row.way == "sample" else _("open sheet"),
        "form": tried[1] if tried and tried[0] == row.pk else form,
        "url": address("appraisal_words_look", found.pk, row.pk),
    }
