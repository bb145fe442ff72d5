"""A text from a Word file or pasted as lines: looked at first (numbers, what changes), then taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations import access, reading_texts
from gongkai.consultations import document_words as words
from gongkai.consultations.actions import writing
from gongkai.consultations.comparing import counted, groups
from gongkai.consultations.forms.bringing import BringForm
from gongkai.consultations.queries import texts
from gongkai.consultations.queries.records import Document
from gongkai.consultations.staff.documents.common import found, revision, show, trail, without_nul
from gongkai.consultations.staff.documents.text import counted_anew
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, go, tell, upload, version_seen
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.consultations.clauses import Fault, Numbered, Provision, faults, keyed, number, read
from gongkai.domain.consultations.versions import changes, inherit
from gongkai.domain.text import Text
from gongkai.people.actor import StaffActor

ENDINGS = (".docx",)


@staff_page
def bring(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for the text; shows what was read; takes it."""
    of, acting = found(request, pk)
    access.may_write(acting, of).require()
    data = without_nul(request.POST) if request.method == "POST" else None
    form = BringForm(data, request.FILES or None)
    if data is None:
        return _ask(request, of, form)
    if not form.is_valid():
        return _ask(request, of, form)
    try:
        lines, notes = _lines(of, form)
    except Invalid as refusal:
        refuse(form, refusal)
        return _ask(request, of, form)
    if data.get("do") != "take":
        return _look(request, of, lines, notes)
    return _take(request, of, acting, lines)


def _lines(of: Document, form: BringForm) -> tuple[list[str], list[Text]]:
    file = form.cleaned_data["file"]
    if file:
        source, name = upload(file)
        read_of = reading_texts.read_file(source, name, of.title)
        return list(read_of.lines), list(read_of.notes)
    return reading_texts.untitled(form.cleaned_data["text"].splitlines(), of.title), []


def _take(request: HttpRequest, of: Document, acting: StaffActor, lines: Sequence[str]) -> HttpResponse:
    newest = texts.newest(of)
    reading = read(lines)
    try:
        made = writing.write_text(
            document_id=of.pk,
            actor=acting,
            expected_revision=version_seen(request),
            provisions=reading.provisions,
            explanation=newest.explanation if newest else "",
            from_file=True,
        )
    except Refusal as refusal:
        now, _acting = found(request, of.pk)
        return _look(request, now, lines, [], refusal)
    tell(request, _("The text is taken as version {number}.").format(number=made.number))
    if reading.notes:
        tell(request, counted_anew(reading.notes))
    return go("consultation_text", of.pk)


def _ask(request: HttpRequest, of: Document, form: BringForm) -> HttpResponse:
    context = {
        "document": of,
        "form": form,
        "accept": ",".join(ENDINGS),
        "largest": f"{reading_texts.LARGEST // (1024 * 1024)} MB",
        "max_bytes": reading_texts.LARGEST,
        "errors": error_summary(form)["errors"],
        "revision": revision(request, of.revision, None),
        "back_url": address("consultation_text", of.pk),
        "crumbs": trail(of, (_("Text"), address("consultation_text", of.pk)), (_("Bring a text in"), "")),
    }
    return show(request, "document_bring", context, 422 if form.errors else 200)


def _look(
    request: HttpRequest,
    of: Document,
    lines: Sequence[str],
    notes: Sequence[Text],
    refusal: Refusal | None = None,
) -> HttpResponse:
    reading = read(lines)
    stands = texts.provisions(texts.newest(of))
    inherited = inherit(stands, reading.provisions) if stands else reading.provisions
    named = number(reading.provisions)
    differs = changes(stands, keyed(inherited, [each.key for each in stands])) if stands else ()
    context = {
        "document": of,
        "count": len(named),
        "notes": notes,
        "numbers": _at(named, reading.notes),
        "faults": _at(named, faults(reading.provisions)) if named else [],
        "provisions": named,
        "stands": bool(stands),
        "same": bool(stands) and all(each.op == "same" for each in differs),
        "groups": groups(differs),
        "counts": counted(differs),
        "text": "\n".join(lines),
        "refusal": refusal,
        "revision": revision(request, of.revision, refusal),
        "back_url": address("consultation_text_bring", of.pk),
        "crumbs": trail(
            of,
            (_("Text"), address("consultation_text", of.pk)),
            (_("Bring a text in"), address("consultation_text_bring", of.pk)),
            (_("What was read"), ""),
        ),
    }
    return show(request, "document_look", context, refusal.status if refusal else 200)


def _at(named: Sequence[Numbered], listed: Sequence[Fault]) -> list[dict[str, Any]]:
    """What is said of provisions, with their names."""
    rows = []
    for each in listed:
        place: Provision = named[min(each.place, len(named) - 1)].provision
        name = words.provision_name(named[min(each.place, len(named) - 1)].name, place.level)
        rows.append({"label": name, "reason": each.text, "url": ""})
    return rows
