"""Drafting a collection: what it says, and its questions as rows. Every button works without a script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations import access_collecting as access
from gongkai.consultations import collecting_words as words
from gongkai.consultations.actions import collecting as actions
from gongkai.consultations.forms import questions
from gongkai.consultations.forms.collecting import CollectionForm
from gongkai.consultations.forms.questions import Row
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries import collection_lists as lists
from gongkai.consultations.queries import documents as document_reads
from gongkai.consultations.queries.records import Collection, Document, Unit
from gongkai.consultations.staff.collecting.common import found_collection, trail
from gongkai.consultations.staff.documents.common import revision, show, without_nul
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Conflict, Invalid, NotAllowed, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.core.text import render
from gongkai.domain.text import Text, say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor

FIELDS = (
    "kind", "title", "introduction", "begins_on", "ends_on", "place", "sign_up_until", "invited", "sample",
)  # fmt: skip
#: Documents offered as what it is about.
MOST_DOCUMENTS = 200


@dataclass
class _Page:
    """The form as it stands: its fields, its rows, what is wrong at them, and what was refused."""

    form: CollectionForm
    rows: list[Row]
    wrong: dict[int, list[Text]]
    focus: int | None = None
    refusal: Refusal | None = None


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a collection."""
    acting = actor(request)
    units = lists.units_collecting(acting)
    if not units:
        raise NotAllowed(say("Only the unit that collects and the publisher do this. Ask one of them."))
    return _page(request, acting, None, units)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a draft says and asks."""
    of, acting = found_collection(request, pk)
    access.may_write(acting, of).require()
    return _page(request, acting, of, None)


def _page(
    request: HttpRequest, acting: StaffActor, of: Collection | None, units: list[Unit] | None
) -> HttpResponse:
    documents = _documents(acting, of)
    if request.method != "POST":
        first, rows = _first(of, units)
        form = CollectionForm(units=units, documents=documents, initial=first)
        # What a draft still lacks stands at the question; a fresh one is not scolded.
        wrong = questions.wrong(rows) if of is not None and words.kind_of(of.kind)["asks"] else {}
        return _show(request, of, _Page(form, rows, wrong))
    data = without_nul(request.POST)
    rows, do = questions.typed(data), data.get("do", "save")
    if do not in ("save", "stay"):
        rows, focus = questions.changed(rows, do)
        form = CollectionForm(units=units, documents=documents, initial=data.dict())
        return _show(request, of, _Page(form, rows, {}, focus))
    page = _Page(CollectionForm(data, units=units, documents=documents), rows, {})
    made = _try(request, acting, of, units or [], page)
    if made is None:
        status = page.refusal.status if page.refusal else 422
        return _show(request, of, page, status)
    tell(request, _("The collection is saved."))
    return go("collection_edit" if do == "stay" else "collection", made.pk)


def _try(
    request: HttpRequest, acting: StaffActor, of: Collection | None, units: list[Unit], page: _Page
) -> Collection | None:
    """Saves it; nothing where something is wrong, which then stands in ``page``."""
    form, rows = page.form, page.rows
    valid = form.is_valid()
    asks = words.kind_of(form.cleaned_data.get("kind", ""))["asks"]
    if valid and rows and not asks:
        form.add_error("kind", _not_asked())
        return None
    if asks and questions.unkept(rows):
        page.wrong = questions.wrong(rows)
        return None
    if not valid:
        return None
    try:
        return _save(request, acting, of, units, page)
    except Invalid as invalid:
        refuse(form, invalid)
    except Refusal as refusal:
        page.refusal = refusal
    return None


def _save(
    request: HttpRequest, acting: StaffActor, of: Collection | None, units: list[Unit], page: _Page
) -> Collection:
    given = page.form.given(questions.read(page.rows))
    if of is not None:
        return actions.write_collection(
            collection_id=of.pk, actor=acting, expected_revision=version_seen(request), given=given
        )
    chosen = next(each for each in units if each.pk == page.form.cleaned_data["unit"])
    return actions.draft_collection(actor=acting, agency_id=chosen.agency_id, unit_id=chosen.pk, given=given)


def _not_asked() -> str:
    return render(
        say("This kind asks no questions. Choose a survey or an appraisal, or take the questions out below.")
    )


def _first(of: Collection | None, units: list[Unit] | None) -> tuple[dict[str, Any], list[Row]]:
    if of is None:
        return {"unit": units[0].pk if units else None, "begins_on": clock.today()}, []
    first = {name: getattr(of, name) for name in FIELDS} | {"document": of.document_id}
    return first, questions.begun(reads.questions(of))


def _documents(acting: StaffActor, of: Collection | None) -> list[Document]:
    """The drafts it may be about: those the person sees, of the agency, and the one it is about already."""
    rows = document_reads.for_staff(acting)
    if of is not None:
        rows = rows.filter(agency_id=of.agency_id)
    found = list(rows.order_by("-id")[:MOST_DOCUMENTS])
    kept = of.document if of is not None else None
    return [kept, *found] if kept is not None and kept not in found else found


def _show(request: HttpRequest, of: Collection | None, page: _Page, status: int = 200) -> HttpResponse:
    now = of.revision if of else 0
    if of is not None and isinstance(page.refusal, Conflict):
        now = found_collection(request, of.pk)[0].revision
    errors: list[dict[str, str]] = error_summary(page.form)["errors"]
    for at, reasons in page.wrong.items():
        label = _("Question {n}").format(n=at + 1)
        errors += [{"label": label, "text": render(each), "url": f"#q-{at}"} for each in reasons]
    context = {
        "of": of,
        "form": page.form,
        "questions": questions.shown(page.rows, page.wrong, page.focus),
        "refusal": page.refusal,
        "errors": errors if request.method == "POST" else [],
        "revision": revision(request, now, page.refusal),
        "heading": _("Change {number}").format(number=of.number) if of else _("Draft a collection"),
        "asking": [label for key, label in words.kind_options() if words.kind_of(key)["asks"]],
        "back_url": address("collection", of.pk) if of else address("collections"),
        "crumbs": trail(of, (_("Change the draft"), "")) if of else trail(None, (_("New"), "")),
    }
    return show(request, "collection_edit", context, status)
