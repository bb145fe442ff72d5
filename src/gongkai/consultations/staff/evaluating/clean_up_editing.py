"""Beginning a clean-up list, and writing it a page of entries at a time. What fails keeps everything typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.consultations import access_evaluating as access
from gongkai.consultations import document_words
from gongkai.consultations import evaluating_words as words
from gongkai.consultations.actions import cleaning as actions
from gongkai.consultations.forms.evaluating import CleanUpForm, EntryForm, NewCleanUpForm, entry_forms
from gongkai.consultations.queries import document_lists, documents, evaluation_paging
from gongkai.consultations.queries import evaluating as reads
from gongkai.consultations.queries.records import CleanUp, Unit
from gongkai.consultations.staff.documents.common import revision, show, without_nul
from gongkai.consultations.staff.evaluating.common import clean_up_trail, found_clean_up
from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.core.text import render
from gongkai.domain.text import say
from gongkai.people.middleware import actor

#: What the button that proposes it for the rest proposes.
REST = "continue"


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a list."""
    acting = actor(request)
    units = document_lists.units_drafting(acting)
    if not units:
        raise NotAllowed(say("Only a drafter of the unit draws the list up. Ask that person."))
    today = clock.today()
    data = without_nul(request.POST) if request.method == "POST" else None
    first = {
        "unit": units[0].pk,
        "as_of": today,
        "title": f"{units[0].agency.name}{today.year}年行政规范性文件清理目录",
    }
    form = NewCleanUpForm(data, units=units, initial=first)
    if data is not None and form.is_valid():
        said = form.cleaned_data
        chosen = _chosen(units, said["unit"])
        try:
            made = actions.begin_clean_up(
                actor=acting,
                agency_id=chosen.agency_id,
                unit_id=chosen.pk,
                title=said["title"],
                as_of=said["as_of"],
                introduction=said["introduction"],
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            tell(request, _("The list is begun as {number}.").format(number=made.number))
            return go("clean_up_edit", made.pk)
    context = {
        "form": form,
        "rule": words.house_rule("clean_up"),
        "errors": error_summary(form)["errors"],
        "back_url": address("clean_ups"),
        "crumbs": clean_up_trail(None, (_("New"), "")),
    }
    return show(request, "clean_up_new", context, 422 if form.errors else 200)


def _chosen(units: Sequence[Unit], pk: int) -> Unit:
    return next(each for each in units if each.pk == pk)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of the list's entries, with its title and words."""
    of, acting = found_clean_up(request, pk)
    access.may_write(acting, of).require()
    data = without_nul(request.POST) if request.method == "POST" else None
    after = _after(request, of)
    listed = evaluation_paging.entries(reads.entries(of), after)
    form = CleanUpForm(data, initial={"title": of.title, "introduction": of.introduction})
    rows = entry_forms(listed.rows, data)
    refusal: Refusal | None = None
    if data is not None and all([form.is_valid(), *(each.is_valid() for each in rows)]):
        do = data.get("do", "save")
        try:
            actions.write_clean_up(
                clean_up_id=pk,
                actor=acting,
                expected_revision=version_seen(request),
                # An entry the form did not hold stays as it is.
                entries={each.entry.pk: _typed(each) for each in rows if each.add_prefix("result") in data},
                rest=REST if do == "rest" else "",
                **form.cleaned_data,
            )
        except Invalid as invalid:
            _refuse(form, rows, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The list is saved."))
            return _on(pk, do, after, listed.after)
    return _page(request, of, form, rows, refusal, after, listed.after)


def _typed(form: EntryForm) -> tuple[str, str]:
    return form.cleaned_data["result"], form.cleaned_data["reason"]


def _after(request: HttpRequest, of: CleanUp) -> str:
    """How many entries stand before the page: as the address says, or the page with the entry it names."""
    named = request.GET.get("entry", "")
    if not named:
        return request.GET.get("after", "")
    keys = [str(pk) for pk in reads.entries(of).values_list("pk", flat=True)]
    at = keys.index(named) if named in keys else 0
    return str(at - at % evaluation_paging.SIZE)


def _on(pk: int, do: str, after: str, following: str) -> HttpResponse:
    """On to the record, to the next page of entries, or to the same again."""
    if do not in ("next", "stay", "rest"):
        return go("clean_up", pk)
    page = following if do == "next" and following else after
    here = address("clean_up_edit", pk)
    return HttpResponseRedirect(f"{here}?after={evaluation_paging.before(page)}" if page else here)


def _refuse(form: CleanUpForm, rows: Sequence[EntryForm], invalid: Invalid) -> None:
    """Puts a refusal at the entry it is about, or at its field."""
    of = next((each for each in rows if invalid.field == f"entry:{each.entry.pk}"), None)
    if of is None:
        refuse(form, invalid)
    else:
        of.add_error("reason", render(invalid.reason))


def _page(
    request: HttpRequest,
    of: CleanUp,
    form: CleanUpForm,
    rows: Sequence[EntryForm],
    refusal: Refusal | None,
    after: str,
    following: str,
) -> HttpResponse:
    errors = error_summary(form, *rows)["errors"]
    now = found_clean_up(request, of.pk)[0] if refusal else of
    at = evaluation_paging.before(after)
    here = address("clean_up_edit", of.pk)
    opens = documents.openable(actor(request), [each.entry.document_id for each in rows])
    context: dict[str, Any] = {
        "of": of,
        "form": form,
        "rows": [_row(each, opens=each.entry.document_id in opens) for each in rows],
        "first": at + 1,
        "last": at + len(rows),
        "count": of.entry_count,  # type: ignore[attr-defined]
        "more": bool(following),
        "before_url": f"{here}?after={max(at - evaluation_paging.SIZE, 0)}" if at else "",
        "refusal": refusal,
        "errors": errors,
        "revision": revision(request, now.revision, refusal),
        "back_url": address("clean_up", of.pk),
        "crumbs": clean_up_trail(of, (_("Write the list"), "")),
    }
    return show(request, "clean_up_edit", context, refusal.status if refusal else 422 if errors else 200)


def _row(form: EntryForm, *, opens: bool) -> dict[str, Any]:
    document = form.entry.document
    return {
        "form": form,
        "title": document.title,
        "number": document.formal_number or document.number,
        "url": address("consultation", document.pk) if opens else "",
        "unit": document_words.unit_name(document.unit),
        "in_force_from": document.in_force_from,
        "lapses_on": document.lapses_on,
    }
