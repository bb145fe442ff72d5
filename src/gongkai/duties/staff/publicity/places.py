"""The standing boards and the partners: lists, and the page on which one is entered or changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.domain.duties import publicity as rules
from gongkai.duties import access_publicity as access
from gongkai.duties import publicity_words as words
from gongkai.duties.actions import publicity_places as actions
from gongkai.duties.forms.publicity import BoardForm, PartnerForm
from gongkai.duties.queries import publicity, publicity_lists
from gongkai.duties.queries.publicity_lists import BoardAge
from gongkai.duties.queries.records_publicity import Board
from gongkai.duties.staff.publicity.common import (
    MOST,
    kept_agency,
    revision,
    show,
    status_of,
    trail,
    without_nul,
)
from gongkai.duties.staff.publicity.rows import listed_row
from gongkai.people.middleware import actor

#: Updates of a board shown on its page.
MOST_UPDATES = 30
BOARD_FIELDS, PARTNER_FIELDS = (
    ("name", "kind", "place", "set_up_on", "ended_on"),
    ("name", "kind", "note", "ended_on"),
)


@staff_page
def boards(request: HttpRequest) -> HttpResponse:
    """The boards, those that are to be renewed first."""
    acting = actor(request)
    context = {
        "rows": [_age(each) for each in publicity_lists.ages(publicity.boards(acting))],
        "terms": [
            {"label": words.board_kind(row["key"]), "months": row["months"]} for row in rules.rows("board")
        ],
        "keeps": bool(publicity_lists.agencies_kept(acting)),
        "crumbs": trail(None, (_("Boards"), "")),
    }
    return show(request, "publicity_boards", context)


def _age(each: BoardAge) -> dict[str, Any]:
    return {
        "name": each.board.name,
        "url": address("publicity_board", each.board.pk),
        "kind": words.board_kind(each.board.kind),
        "place": each.board.place,
        "unit": words.name_of(each.board.unit),
        "renewed_on": each.renewed_on,
        "due_on": words.due_of(each) if each.board.ended_on is None else None,
        "badge": words.age_badge(each),
    }


@staff_page
def board_new(request: HttpRequest) -> HttpResponse:
    """A board that is entered."""
    acting = actor(request)
    agency = kept_agency(acting)
    units = publicity_lists.units_of(agency, acting)
    form = BoardForm(
        _posted(request),
        units=units,
        initial={"set_up_on": clock.today(), "unit": units[0].pk if units else None},
    )
    heading, trail_of = (
        _("Enter a board"),
        trail(None, (_("Boards"), address("publicity_boards")), (_("New"), "")),
    )
    return _answer(
        request, form, None, "board", heading, trail_of,
        lambda: actions.add_board(actor=acting, agency_id=agency, given=form.given()),
    )  # fmt: skip


@staff_page
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """A board with its updates; whoever keeps it changes it here."""
    acting = actor(request)
    found = publicity.boards(acting).filter(pk=pk).first() if pk < MOST else None
    if found is None:
        raise Http404
    may = access.may_record(acting, found.agency_id, found.unit_id)
    if request.method == "POST":
        may.require()
    initial = {name: getattr(found, name) for name in BOARD_FIELDS} | {"unit": found.unit_id}
    units = publicity_lists.units_of(found.agency_id, acting, found.unit_id)
    form = BoardForm(_posted(request), units=units, initial=initial)
    trail_of = trail(None, (_("Boards"), address("publicity_boards")), (found.name, ""))
    updates = publicity_lists.listed(acting, board=found.pk)[:MOST_UPDATES]
    more = {
        "age": _age(publicity_lists.ages(publicity.boards(acting).filter(pk=found.pk))[0]),
        "updates": [listed_row(each) for each in updates],
        "renew_url": f"{address('publicity_new')}?board={found.pk}" if may and found.ended_on is None else "",
        "may": bool(may),
    }
    return _answer(
        request, form, found, "board", found.name, trail_of,
        lambda: actions.write_board(
            board_id=pk, actor=acting, expected_revision=version_seen(request), given=form.given()
        ),
        more,
    )  # fmt: skip


@staff_page
def partners(request: HttpRequest) -> HttpResponse:
    """The partners by their kinds."""
    acting = actor(request)
    keeps = bool(publicity_lists.agencies_kept(acting))
    rows = [
        {
            "name": each.name,
            "kind": words.partner_kind(each.kind),
            "note": each.note,
            "ended_on": each.ended_on,
            "url": address("publicity_partner", each.pk) if keeps else "",
        }
        for each in publicity.partners(acting)
    ]
    context = {"rows": rows, "keeps": keeps, "crumbs": trail(None, (_("Partners"), ""))}
    return show(request, "publicity_partners", context)


@staff_page
def partner_new(request: HttpRequest) -> HttpResponse:
    """A partner that is entered."""
    acting = actor(request)
    agency = kept_agency(acting)
    form = PartnerForm(_posted(request))
    trail_of = trail(None, (_("Partners"), address("publicity_partners")), (_("New"), ""))
    return _answer(
        request, form, None, "partner", _("Enter a partner"), trail_of,
        lambda: actions.add_partner(actor=acting, agency_id=agency, given=form.given()),
    )  # fmt: skip


@staff_page
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """A partner that is changed."""
    acting = actor(request)
    found = publicity.partners(acting).filter(pk=pk).first() if pk < MOST else None
    if found is None:
        raise Http404
    access.may_record(acting, found.agency_id).require()
    form = PartnerForm(_posted(request), initial={name: getattr(found, name) for name in PARTNER_FIELDS})
    trail_of = trail(None, (_("Partners"), address("publicity_partners")), (found.name, ""))
    return _answer(
        request, form, found, "partner", found.name, trail_of,
        lambda: actions.write_partner(
            partner_id=pk, actor=acting, expected_revision=version_seen(request), given=form.given()
        ),
    )  # fmt: skip


def _posted(request: HttpRequest) -> Any:
    return without_nul(request.POST) if request.method == "POST" else None


def _answer(
    request: HttpRequest,
    form: forms.Form,
    kept: Any,
    name: str,
    heading: str,
    crumbs: list[dict[str, str]],
    save: Callable[[], object],
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = save()
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("It is saved."))
            return go("publicity_board", made.pk) if isinstance(made, Board) else go("publicity_partners")
    context: dict[str, Any] = {
        "form": form,
        "refusal": refusal,
        "revision": revision(request, kept, refusal),
        "heading": heading,
        "may": True,
        "back_url": address(f"publicity_{name}s"),
        "crumbs": crumbs,
        **(more or {}),
    }
    return show(request, f"publicity_{name}", context, status_of(form, refusal))
