"""The text clause by clause (逐条起草): a box for each provision, buttons that keep everything typed, or lines at once.

It needs no script: whatever button is pressed, the whole form is sent and comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.consultations import access
from gongkai.consultations import document_words as words
from gongkai.consultations.actions import writing
from gongkai.consultations.comparing import groups
from gongkai.consultations.forms import clauses as form
from gongkai.consultations.forms.clauses import Typed
from gongkai.consultations.queries import texts
from gongkai.consultations.queries.records import Document, Version
from gongkai.consultations.staff.documents.common import found, show, trail, without_nul
from gongkai.core.access import staff_page
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, version_seen
from gongkai.core.text import render
from gongkai.domain.consultations.clauses import Numbered, Provision, faults, keyed, lines, number, read
from gongkai.domain.consultations.versions import changes, inherit
from gongkai.domain.text import Text
from gongkai.people.actor import StaffActor

#: Characters of a box's line, to choose its height; and its highest.
LINE, HIGHEST = 46, 14
#: Notes on numbers told after a save.
MOST_TOLD = 3


@staff_page
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor."""
    of, acting = found(request, pk)
    access.may_write(acting, of).require()
    newest = texts.newest(of)
    if request.method != "POST":
        stands = Typed(texts.provisions(newest), newest.explanation if newest else "")
        if len(stands.provisions) > form.MOST_SHOWN or request.GET.get("as") == "lines":
            stands = _as_lines(stands)
        return _page(request, of, newest, stands, checked=bool(newest and newest.provisions))
    data = without_nul(request.POST)
    typed = form.typed(data)
    deed, at = form.asked(data)
    if deed in ("save", "stay"):
        return _save(request, of, acting, typed, stay=deed == "stay")
    if deed == "lines":
        return _page(request, of, newest, typed if typed.lines is not None else _as_lines(typed))
    if deed == "clauses" and typed.lines is not None:
        return _page(request, of, newest, _as_clauses(typed, newest))
    typed, focus = form.done(typed, deed, at) if typed.lines is None else (typed, None)
    return _page(request, of, newest, typed, focus=focus, checked=deed == "count")


def _as_lines(typed: Typed) -> Typed:
    return Typed((), typed.explanation, "\n".join(lines(typed.provisions)))


def _as_clauses(typed: Typed, newest: Version | None) -> Typed:
    """The lines as provisions again; those that match the text kept so far have their keys."""
    return Typed(inherit(texts.provisions(newest), typed.text), typed.explanation)


def _save(
    request: HttpRequest, of: Document, acting: StaffActor, typed: Typed, *, stay: bool
) -> HttpResponse:
    reading = read(typed.lines.splitlines()) if typed.lines is not None else None
    try:
        made = writing.write_text(
            document_id=of.pk,
            actor=acting,
            expected_revision=version_seen(request),
            provisions=reading.provisions if reading else typed.provisions,
            explanation=typed.explanation,
            from_file=reading is not None,
        )
    except Refusal as refusal:
        now, _acting = found(request, of.pk)
        return _page(request, now, texts.newest(now), typed, refusal=refusal, checked=True)
    tell(request, _("Version {number} is saved.").format(number=made.number))
    if reading and reading.notes:
        tell(request, counted_anew(reading.notes))
    if not stay:
        return go("consultation", of.pk, anchor="text")
    query = "?as=lines" if typed.lines is not None else ""
    return HttpResponseRedirect(address("consultation_text", of.pk) + query)


def counted_anew(notes: Sequence[Any]) -> str:
    """How many numbers of the lines were others than the counted ones, and the first of them."""
    sentence = ngettext(
        "{count} number was counted anew: {first}", "{count} numbers were counted anew: {first}", len(notes)
    )
    first = " ".join(render(each.text) for each in notes[:MOST_TOLD])
    return sentence.format(count=len(notes), first=first + (" …" if len(notes) > MOST_TOLD else ""))


def _page(
    request: HttpRequest,
    of: Document,
    newest: Version | None,
    typed: Typed,
    *,
    focus: int | None = None,
    refusal: Refusal | None = None,
    checked: bool = False,
) -> HttpResponse:
    """``checked``: whether what the provisions lack is said beside them."""
    too_many = typed.lines is None and len(typed.provisions) > form.MOST_SHOWN
    if too_many:
        typed = _as_lines(typed)
    found_faults = faults(typed.text) if checked and typed.text else []
    named = number(typed.text)
    wrong: dict[int, list[Text]] = {}
    for each in found_faults:
        wrong.setdefault(each.place, []).append(each.text)
    errors = _errors(refusal, named)
    invalid = isinstance(refusal, Invalid) and bool(errors)
    context: dict[str, Any] = {
        "document": of,
        "rows": _rows(named, wrong, focus) if typed.lines is None else [],
        "lines": typed.lines,
        "line_faults": _line_faults(named, wrong) if typed.lines is not None else [],
        "explanation": typed.explanation,
        "longest_explanation": writing.LONGEST_OF["explanation"],
        "gone": _gone(typed),
        "levels": words.level_options(),
        "version": newest.number
        if newest and newest.opens_on is None
        else (newest.number if newest else 0) + 1,
        "too_many": too_many or len(named) > form.MOST_SHOWN,
        "errors": errors,
        "refusal": None if invalid else refusal,
        "beside": _beside(newest, typed) if isinstance(refusal, Conflict) else [],
        "revision": _revision(request, of, refusal),
        "back_url": address("consultation", of.pk),
        "bring_url": address("consultation_text_bring", of.pk),
        "crumbs": trail(of, (_("Text"), "")),
    }
    return show(request, "document_text", context, refusal.status if refusal else 200)


def _revision(request: HttpRequest, of: Document, refusal: Refusal | None) -> int | str:
    """What is saved next goes on from: the document as it was when the form was opened, until that is refused."""
    if request.method != "POST" or refusal is not None:
        return of.revision
    return version_seen(request)


def _rows(
    named: Sequence[Numbered], wrong: Mapping[int, Sequence[Text]], focus: int | None
) -> list[dict[str, Any]]:
    levels = words.level_options()
    last = len(named) - 1
    return [
        {
            "at": at,
            "key": each.provision.key,
            "level": each.provision.level,
            "text": each.provision.text,
            "mark": each.mark,
            "name": words.provision_name(each.name, each.provision.level),
            "options": [(key, label, key == each.provision.level) for key, label in levels],
            "height": min(HIGHEST, max(1, -(-len(each.provision.text) // LINE))),
            "wrong": wrong.get(at, ()),
            "focus": at == focus,
            "first": not at,
            "last": at == last,
        }
        for at, each in enumerate(named)
    ]


def _line_faults(named: Sequence[Numbered], wrong: Mapping[int, Sequence[Text]]) -> list[dict[str, Any]]:
    listed = []
    for at, reasons in sorted(wrong.items()):
        each = named[min(at, len(named) - 1)]
        name = words.provision_name(each.name, each.provision.level)
        listed += [{"label": name, "reason": reason, "url": ""} for reason in reasons]
    return listed


def _gone(typed: Typed) -> dict[str, Any] | None:
    if typed.gone is None:
        return None
    kept: Provision = typed.gone.provision
    return {"place": typed.gone.place, "key": kept.key, "level": kept.level, "text": kept.text}


def _errors(refusal: Refusal | None, named: Sequence[Numbered]) -> list[dict[str, str]]:
    """A refusal that names a field, as a link to it."""
    if not isinstance(refusal, Invalid) or not refusal.field:
        return []
    kind, _mark, place = refusal.field.partition(":")
    reason = render(refusal.reason)
    if kind == "provision":
        at = int(place)
        each = named[at] if at < len(named) else None
        label = words.provision_name(each.name, each.provision.level) if each else _("Text")
        return [{"label": label, "text": reason, "url": f"#text-{at}"}]
    if kind == "explanation":
        return [{"label": words.field_name("explanation"), "text": reason, "url": "#id_explanation"}]
    return [{"label": _("Text"), "text": reason, "url": "#id_text"}]


def _beside(newest: Version | None, typed: Typed) -> list[dict[str, Any]]:
    """What somebody else saved in the meantime against what is typed here."""
    stands = texts.provisions(newest)
    here = inherit(stands, typed.text)
    return groups(changes(stands, keyed(here, [each.key for each in stands])))
