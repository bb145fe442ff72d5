"""Writing a case: the questions on its facts come from the discretion table that is chosen.

Without a script: choose the table, press "Show the questions", and the same form comes back with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.core.staffpages import address, crumbs, go, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.discretion import Table, written
from gongkai.domain.discretion.vocabulary import circumstances
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers import decision_access, identity
from gongkai.powers import discretion_words as told
from gongkai.powers.actions import decisions as actions
from gongkai.powers.forms.decisions import CaseForm
from gongkai.powers.forms.discretion import FactsForm, name_of
from gongkai.powers.forms.entry import without_nul
from gongkai.powers.forms.lists import unit_options
from gongkai.powers.identity import Party
from gongkai.powers.queries import decision_lists, tables
from gongkai.powers.queries.records import Decision, Entry, Unit
from gongkai.powers.staff.decisions.common import found, show, trail

#: The button that only shows the questions of the table chosen.
SHOW = "questions"


@staff_page
def new(request: HttpRequest) -> HttpResponse:
    """The beginning of a case."""
    acting = actor(request)
    units = decision_lists.units_handled(acting)
    if not units:
        raise NotAllowed(say("Only a case handler of a unit files cases, for that unit."))
    return _page(request, acting, None, units)


@staff_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A case that is written on; what is typed is kept, complete or not."""
    of, acting = found(request, pk)
    decision_access.may_write(acting, of).require()
    return _page(request, acting, of, [])


def _page(request: HttpRequest, acting: StaffActor, of: Decision | None, units: list[Unit]) -> HttpResponse:
    sent = request.method == "POST"
    data = without_nul(request.POST) if sent else None
    agency = of.agency_id if of else _unit(units, data).agency_id
    # Who only asks for the questions is not told what is missing yet.
    only = data is not None and SHOW in data
    form = _case_form(data, of, agency, units, only=only)
    facts = _facts_form(data, of, agency, only=only)
    refusal: Refusal | None = None
    if data is not None and not only and all([form.is_valid(), facts.is_valid()]):
        try:
            made = _save(request, acting, of, units, form, facts)
        except Invalid as invalid:
            refuse(form, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The case is saved."))
            return go("power_decision", made.pk)
    tried = bool(data) and not only
    context = {
        "decision": of,
        "form": form,
        "facts": facts,
        "fact_fields": facts.questions(),
        "circumstances": facts["c"] if "c" in facts.fields else None,
        "table_rows": _table_rows(data, of, agency),
        "show": SHOW,
        "refusal": refusal,
        "errors": error_summary(form, facts)["errors"] if tried else [],
        "revision": _revision(request, of, refusal),
        "heading": _("Write on the case {number}").format(number=of.number) if of else _("File a case"),
        "back_url": address("power_decision", of.pk) if of else address("power_decisions"),
        "crumbs": trail(of, (_("Write"), ""))
        if of
        else crumbs((_("Decisions"), address("power_decisions")), (_("New"), "")),
    }
    status = refusal.status if refusal else 422 if tried and (form.errors or facts.errors) else 200
    return show(request, "decision_edit", context, status)


def _revision(request: HttpRequest, of: Decision | None, refusal: Refusal | None) -> int | str:
    if of is None:
        return 0
    return of.revision if refusal is not None else request.POST.get("version", of.revision)


def _unit(units: list[Unit], data: Mapping[str, Any] | None) -> Unit:
    chosen = str(data.get("unit", "")) if data else ""
    return next((each for each in units if str(each.pk) == chosen), units[0])


def _case_form(data: Any, of: Decision | None, agency: int, units: list[Unit], *, only: bool) -> CaseForm:
    kind = str(data.get("kind", "")) if data else of.kind if of else ""
    options = {
        name: [
            (each.code, f"{each.code} {each.title}"[:90]) for each in decision_lists.entries_of(agency, entry)
        ]
        for name, entry in (("items", "item"), ("tables", "discretion"))
    }
    first: dict[str, Any] = {
        "kind": "penalty",
        "filed_on": clock.today(),
        "unit": units[0].pk if units else None,
    }
    kept = identity.masked(identity.read(of.number, of.party_sealed)) if of else None
    return CaseForm(
        None if only else data,
        kind=kind,
        units=unit_options(units) if of is None else None,
        kept=kept,
        initial=data.dict() if only else _said(of) if of else first,
        **options,
    )


def _said(of: Decision) -> dict[str, Any]:
    plain = (
        *("kind", "number", "party_kind", "conduct", "conduct_on", "filed_on", "outcome", "amount"),
        *("deviation", "education", "reasons", "review_ground"),
    )
    said = {name: getattr(of, name) for name in plain}
    return {**said, "item": of.item.code if of.item else "", "table": of.table.code if of.table else ""}


def _facts_form(data: Any, of: Decision | None, agency: int, *, only: bool) -> FactsForm:
    """The questions of the table's versions between the day of the conduct and today; none must be answered yet."""
    day = _day(data, of)
    asked = _versions(_table(data, of, agency), day)
    initial = {name_of(key): _shown(value) for key, value in (of.facts if of else {}).items()}
    initial["c"] = list(of.circumstances) if of else []
    if only:
        initial = {**data.dict(), "c": data.getlist("c")}
    form = FactsForm(None if only else data, tables=asked, circumstances=circumstances(day), initial=initial)
    for field in form.fields.values():
        field.required = False
    return form


def _table(data: Any, of: Decision | None, agency: int) -> Entry | None:
    if data is None:
        return of.table if of else None
    code = str(data.get("table", ""))
    return decision_lists.entry_of(agency, code) if code else None


def _versions(entry: Entry | None, day: date) -> list[Table]:
    if entry is None:
        return []
    known = tables.series(entry).tables
    within = [each for each in known if each.in_force_until is None or each.in_force_until >= day]
    return within or list(known[-1:])


def _day(data: Any, of: Decision | None) -> date:
    typed = str(data.get("conduct_on", "")) if data else ""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return of.conduct_on if of else clock.today()


def _shown(value: Any) -> Any:
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _table_rows(data: Any, of: Decision | None, agency: int) -> dict[str, Any] | None:
    """The table that held on the day, to be read beside the form."""
    versions = _versions(_table(data, of, agency), _day(data, of))
    return told.matrix(versions[0]) if versions else None


def _save(
    request: HttpRequest,
    acting: StaffActor,
    of: Decision | None,
    units: list[Unit],
    form: CaseForm,
    facts: FactsForm,
) -> Decision:
    party = identity.read(of.number, of.party_sealed) if of else Party()
    case = form.case(party, _answered(facts), facts.there())
    if of is not None:
        return actions.write_case(
            decision_id=of.pk, actor=acting, expected_revision=version_seen(request), case=case
        )
    chosen = next(each for each in units if each.pk == form.cleaned_data["unit"])
    return actions.file_case(actor=acting, agency_id=chosen.agency_id, unit_id=chosen.pk, case=case)


def _answered(facts: FactsForm) -> dict[str, Any]:
    """What was answered, as JSON keeps it: exact numbers as text."""
    said = {key: facts.cleaned_data.get(name) for name, key in facts.keys.items()}
    return {
        key: written(value) if isinstance(value, Decimal) else value
        for key, value in said.items()
        if value is not None and value != ""
    }
