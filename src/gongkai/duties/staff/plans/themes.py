"""A theme: its record with tasks and publications, and writing it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, address_if_any, go, tell, version_seen
from gongkai.domain.duties.themes import PROCESS, PUBLIC
from gongkai.duties import plan_access
from gongkai.duties import plan_words as words
from gongkai.duties.actions import themes as actions
from gongkai.duties.forms.meetings import ThemeForm
from gongkai.duties.queries import themes
from gongkai.duties.queries.plan_records import Theme
from gongkai.duties.staff.plans.common import (
    Tried,
    cards,
    found_in,
    make_move,
    planned_agency,
    revision_now,
    show,
    status_of,
    trail,
    without_nul,
)
from gongkai.duties.staff.plans.rows import days_of, task_row
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.people.sentences import tell as sentences

FIELDS = ("title", "begins_on", "ends_on", "aim", "measures")


@staff_page
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_in(request, themes.theme, pk)
    return page(request, found, acting)


def page(
    request: HttpRequest, found: Theme, acting: StaffActor, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    rows = list(themes.tasks_of(found).select_related("person"))
    progress = themes.progress(rows)
    tags = bool(plan_access.may_tag(acting, found))
    days = ((_("Opened on"), found.opened_on), (_("Closed on"), found.closed_on))
    context: dict[str, Any] = {
        "theme": found,
        "badges": [words.state_badge("theme", found.state)],
        "facts": [
            {"label": _("Number"), "value": found.number},
            {"label": _("Days"), "value": days_of(found)},
            *({"label": name, "value": date_format(day, "DATE_FORMAT")} for name, day in days if day),
        ],
        "sentence": PROCESS.state(found.state).label,
        "next": words.next_step("theme", found.state),
        "rows": [task_row(each) for each in rows],
        "percent": progress.percent,
        "publications": themes.publications(found),
        "cards": cards("theme", found.pk, themes.offers(found, acting), tried),
        "tried": tried,
        "edit_url": address("theme_edit", found.pk) if plan_access.may_write_theme(acting, found) else "",
        "publication_url": address_if_any("workspace:theme_publication", found.pk) if tags else "",
        "publication_out_url": address_if_any("workspace:theme_publication_out", found.pk) if tags else "",
        "public_url": address_if_any("portal:theme", found.agency.code, found.number)
        if found.state in PUBLIC
        else "",
        "timeline": list(reversed(sentences(themes.told(found)))),
        "crumbs": trail("theme", found),
    }
    return show(request, "theme_record", context, status)


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a theme."""
    acting = actor(request)
    agency = planned_agency(acting)
    year = clock.today().year
    initial = {"begins_on": f"{year}-01-01", "ends_on": f"{year}-12-31"}
    form = ThemeForm(without_nul(request.POST) if request.method == "POST" else None, initial=initial)
    return _answer(request, acting, None, form, agency)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that is written on."""
    found, acting = found_in(request, themes.theme, pk)
    plan_access.may_write_theme(acting, found).require()
    form = ThemeForm(
        without_nul(request.POST) if request.method == "POST" else None,
        initial={name: getattr(found, name) for name in FIELDS},
    )
    return _answer(request, acting, found, form, found.agency_id)


def _answer(
    request: HttpRequest, acting: StaffActor, found: Theme | None, form: ThemeForm, agency: int
) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _save(request, acting, found, form, agency)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The draft is saved."))
            return go("theme", made.pk)
    context = {
        "form": form,
        "refusal": refusal,
        "revision": revision_now(request, found, refusal),
        "heading": _("Write on theme {number}").format(number=found.number) if found else _("Draft a theme"),
        "back_url": address("theme", found.pk) if found else address("themes"),
        "crumbs": trail("theme", found, (_("Write"), "") if found else (_("New"), "")),
    }
    return show(request, "theme_edit", context, status_of(refusal, form))


def _save(
    request: HttpRequest, acting: StaffActor, found: Theme | None, form: ThemeForm, agency: int
) -> Theme:
    if found is None:
        return actions.draft_theme(actor=acting, agency_id=agency, given=form.given())
    return actions.write_theme(
        theme_id=found.pk, actor=acting, expected_revision=version_seen(request), given=form.given()
    )


@staff_page
@require_POST
def move(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Makes a move."""
    found, acting = found_in(request, themes.theme, pk)

    def do(seen: int, reason: str) -> Theme:
        return actions.move_theme(theme_id=pk, key=key, actor=acting, expected_revision=seen, reason=reason)

    def again(tried: Tried, status: int) -> HttpResponse:
        now, _acting = found_in(request, themes.theme, pk)
        return page(request, now, acting, tried, status)

    return make_move(request, PROCESS, "theme", found.pk, key, do, again)
