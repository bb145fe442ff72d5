"""Writing a draft, and beginning an entry: the form a kind's fields give."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, NotAllowed, Refusal
from gongkai.core.staffpages import address, crumbs, tell, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.powers.course import OPEN
from gongkai.domain.powers.schema import Content, EntryKind, kinds
from gongkai.domain.text import say
from gongkai.people.middleware import actor
from gongkai.powers import access, actions, words
from gongkai.powers.forms.entry import EntryForm, NewForm, without_nul
from gongkai.powers.forms.lists import unit_options
from gongkai.powers.queries import lists, register
from gongkai.powers.queries.records import Entry, Unit, Version
from gongkai.powers.staff.common import address_of, found, go_to, show, steps, trail
from gongkai.powers.staff.hooks import EDITORS
from gongkai.powers.staff.record import fault_rows


@staff_page
def edit(request: HttpRequest, kind: str, code: str, agency: str = "") -> HttpResponse:
    """The draft of an entry, to be written on; what is typed is kept, complete or not."""
    entry, acting = found(request, kind, code, agency)
    version = next((each for each in register.versions(entry) if each.state in OPEN), None)
    if version is None:
        raise NotAllowed(say("Nothing of this entry is being drafted. Begin a new version on its record."))
    access.may_edit(acting, version).require()
    schema = kinds()[kind]
    sent = request.method == "POST"
    data = without_nul(request.POST) if sent else None
    form = EntryForm(
        schema,
        data,
        head={"title": version.title, "in_force_from": version.in_force_from, "note": version.note},
        content=version.content,
        without=_instead(kind),
    )
    refusal: Refusal | None = None
    if sent and form.is_valid() and not form.only_rows:
        try:
            _save(request, acting, version, form)
        except Invalid as invalid:
            refuse(form.head, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The draft is saved."))
            stay = "stay" in request.POST
            return HttpResponseRedirect(address_of(entry, "power_edit")) if stay else go_to(entry)
    typed = content_typed(request, form) if sent else version.content
    context = {
        **_frame(request, form, entry, typed, schema),
        "entry": entry,
        "refusal": refusal,
        "heading": version.title,
        "revision": request.POST.get("version", version.revision) if refusal is None else version.revision,
        "errors": error_summary(*form.forms())["errors"],
        "faults": [] if sent else fault_rows(entry, register.faults(version), editable=True),
        "back_url": address_of(entry),
        "crumbs": trail(entry, (_("Draft"), "")),
    }
    return show(request, "register_edit", context, _status(form, refusal, sent))


def _save(request: HttpRequest, acting: Any, version: Version, form: EntryForm) -> None:
    head = form.head.cleaned_data
    actions.save(
        version_id=version.pk,
        actor=acting,
        expected_revision=version_seen(request),
        title=head["title"],
        content=content_typed(request, form),
        note=head["note"],
        in_force_from=head["in_force_from"],
    )


@staff_page
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """The beginning of an entry: whose, under which code, and what it says so far."""
    acting = actor(request)
    schema = kinds().get(kind)
    if schema is None:
        raise Http404
    units = lists.units_drafted_for(acting)
    if not units:
        raise NotAllowed(say("Only an editor of a unit begins entries of the register, for that unit."))
    sent = request.method == "POST"
    data = without_nul(request.POST) if sent else None
    powers = None if kind == "item" else _powers(units)
    begin = NewForm(data, units=unit_options(units), powers=powers, initial=_asked(request, units))
    form = EntryForm(schema, data, without=_instead(kind))
    refusal: Refusal | None = None
    valid = sent and all([begin.is_valid(), form.is_valid()])
    if valid and not form.only_rows:
        try:
            entry = _create(request, acting, kind, units, begin, form)
        except Invalid as invalid:
            refuse(form.head if invalid.field in form.head.fields else begin, invalid)
        except Refusal as other:
            refusal = other
        else:
            tell(request, _("The entry is begun, with its first draft."))
            return go_to(entry)
    context = {
        **_frame(request, form, None, content_typed(request, form) if sent else {}, schema),
        "begin": begin,
        "refusal": refusal,
        "heading": _("Begin: {kind}").format(kind=words.kind_name(kind)),
        "revision": 0,
        "errors": error_summary(begin, *form.forms())["errors"],
        "faults": [],
        "back_url": f"{address('powers')}?kind={kind}",
        "crumbs": crumbs(*steps(kind), (_("New"), "")),
    }
    return show(request, "register_edit", context, _status(form, refusal, sent, begin))


def _create(
    request: HttpRequest, acting: Any, kind: str, units: list[Unit], begin: NewForm, form: EntryForm
) -> Entry:
    chosen = next(unit for unit in units if unit.pk == begin.cleaned_data["unit"])
    version = actions.create(
        actor=acting,
        agency_id=chosen.agency_id,
        unit_id=chosen.pk,
        kind=kind,
        code=begin.cleaned_data["code"],
        title=form.head.cleaned_data["title"],
        content=content_typed(request, form),
        parent_id=begin.cleaned_data.get("parent"),
        in_force_from=form.head.cleaned_data["in_force_from"],
    )
    return version.entry


def _powers(units: list[Unit]) -> list[tuple[int, str]]:
    return [
        (each.pk, f"{each.code} {each.title}") for each in lists.powers_of({unit.agency_id for unit in units})
    ]


def _asked(request: HttpRequest, units: list[Unit]) -> dict[str, Any]:
    """What the address chooses beforehand: the power on whose record the entry is begun."""
    parent = request.GET.get("parent", "")
    known = int(parent) if parent.isascii() and parent.isdigit() and len(parent) < 19 else None
    return {"parent": known, "unit": units[0].pk if len(units) == 1 else None}


def _instead(kind: str) -> Collection[str]:
    editor = EDITORS.get(kind)
    return editor.instead if editor else ()


def content_typed(request: HttpRequest, form: EntryForm) -> dict[str, Any]:
    """What stands in the form, with the fields the kind's own editor gives."""
    form.is_valid()
    editor = EDITORS.get(form.kind.key)
    own: Mapping[str, Any] = editor.read(request.POST) if editor and editor.read else {}
    return {**form.content(), **own}


def _frame(
    request: HttpRequest, form: EntryForm, entry: Entry | None, typed: Content, schema: EntryKind
) -> dict[str, Any]:
    editor = EDITORS.get(schema.key)
    return {
        "form": form,
        "head": form.head,
        "parts": form.parts(),
        "kind": words.kind_name(schema.key),
        "citation": schema.citation,
        "editor_template": editor.template if editor else "",
        "editor": editor.context(request, entry, typed) if editor else {},
    }


def _status(form: EntryForm, refusal: Refusal | None, sent: bool, *more: NewForm) -> int:
    if refusal is not None:
        return refusal.status
    if not sent or form.only_rows:
        return 200
    return 422 if any(each.errors for each in (*form.forms(), *more)) else 200
