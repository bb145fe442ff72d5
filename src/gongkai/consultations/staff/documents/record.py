"""A document's record: where it stands, what it lacks, its days, versions, records, opinions, and the deeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations import access
from gongkai.consultations import document_words as words
from gongkai.consultations.actions.records import KINDS
from gongkai.consultations.queries import documents as reads
from gongkai.consultations.queries import texts, worklists
from gongkai.consultations.queries.records import Document, Version
from gongkai.consultations.staff import passing
from gongkai.consultations.staff.documents import besides, cards, course, in_force, periods
from gongkai.consultations.staff.documents.common import Tried, found, show, trail
from gongkai.core import text
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address, address_if_any
from gongkai.domain.consultations.course import PROCESS, WRITABLE
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell


@staff_page
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    of, acting = found(request, pk)
    return page(request, of, acting)


def page(
    request: HttpRequest, of: Document, acting: StaffActor, *, tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    """The record's page, also after a deed that was refused."""
    tried = tried or Tried()
    may_write = bool(access.may_write(acting, of))
    state = PROCESS.state(of.state)
    versions, listed = texts.every(of), reads.besides(of)
    newest = versions[-1] if versions else None
    checked = of.state in (*WRITABLE, "to_consult")
    steps = reads.steps(of)
    context: dict[str, Any] = {
        "document": of,
        "badges": [{"label": words.kind_name(of.kind), "kind": "plain"}, words.state_badge(of)],
        "facts": _facts(of),
        "sentence": state.label,
        "next": words.next_step(of),
        "moves": cards.of(of, acting, tried),
        "tried": tried,
        "stages": course.stages(of, steps, besides.reviewed(listed, newest)),
        "checked": checked,
        "faults": _faults(of, newest, editable=may_write) if checked else [],
        "periods": periods.of(of),
        "versions": course.versions(of, versions),
        "newest": newest,
        "provisions": texts.numbered(newest),
        "besides": besides.rows(of, listed, acting),
        "opinions": _opinions(of),
        "opinions_url": address_if_any("workspace:consultation_opinions", of.pk),
        "edit_url": address("consultation_edit", of.pk) if may_write else "",
        "text_url": address("consultation_text", of.pk) if may_write else "",
        "bring_url": address("consultation_text_bring", of.pk) if may_write else "",
        "record_url": address("consultation_record", of.pk)
        if any(access.may_record(acting, of, kind) for kind in KINDS)
        else "",
        "with_it_url": address("consultation_with_it", of.pk)
        if access.may_prepare_publication(acting, of)
        else "",
        "public_url": _public_url(of, versions),
        "passing": passing.of(of, acting),
        "evaluating": in_force.of(of, acting),
        "timeline": list(reversed(tell(reads.told(of)))),
        "crumbs": trail(of),
    }
    return show(request, "document_record", context, status)


def _facts(of: Document) -> list[dict[str, Any]]:
    days = (
        (_("Last day of the consultation"), of.closes_on),
        (_("Signed on"), of.signed_on),
        (_("Published on"), of.published_on),
        (_("In force from"), of.in_force_from),
        (_("Valid until"), of.lapses_on),
        (_("Day it was filed"), of.filed_on),
        (_("Day it ended"), of.ended_on),
    )
    return [
        {"label": _("Number of the project"), "value": of.number},
        *([{"label": _("Unified number"), "value": of.formal_number}] if of.formal_number else []),
        {"label": _("Unit that drafts it"), "value": words.unit_name(of.unit)},
        {"label": _("Who may give an opinion"), "value": words.row_name("identity", of.identity)},
        *({"label": name, "value": text.day(day)} for name, day in days if day is not None),
        *([{"label": _("Why it ended"), "value": of.ended_reason, "wide": True}] if of.ended_reason else []),
    ]


def _faults(of: Document, newest: Version | None, *, editable: bool) -> list[dict[str, Any]]:
    """What it still lacks, each with the way to its field."""
    edit, text = address("consultation_edit", of.pk), address("consultation_text", of.pk)
    numbered = texts.numbered(newest)
    listed = []
    for field, reason in reads.faults(of):
        kind, _mark, place = field.partition(":")
        if kind == "provision":
            at = min(int(place), len(numbered) - 1)
            label = words.provision_name(numbered[at].name, numbered[at].provision.level)
            url = f"{text}#p-{at}"
        else:
            label = words.field_name(field)
            url = f"{text}#id_{field}" if field in words.OF_TEXT else f"{edit}#id_{field}"
        listed.append({"label": label, "reason": reason, "url": url if editable else ""})
    if periods.is_short(of) and not of.shorter_reason.strip():
        reason = say("The last day comes before that of the rule. Choose a later one, or write the reason.")
        url = f"{edit}#id_closes_on" if editable else ""
        listed.append({"label": words.field_name("closes_on"), "reason": reason, "url": url})
    return listed


def _opinions(of: Document) -> list[dict[str, Any]]:
    """How many came, and at what they stand, each with the list of them."""
    counts = worklists.states_of_opinions(of)
    here = address_if_any("workspace:consultation_opinions", of.pk)
    lines = (
        ("received", _("Opinions that came in"), ""),
        ("new", _("Not looked at yet"), "?state=new"),
        ("shown", _("Shown to the public"), "?state=shown"),
        ("hidden", _("Not shown, for a reason"), "?state=hidden"),
        ("none", _("Without an answer"), "?verdict=none"),
    )
    return [
        {"label": label, "count": counts[key], "url": f"{here}{query}" if here and counts[key] else ""}
        for key, label, query in lines
    ]


def _public_url(of: Document, versions: Sequence[Version]) -> str:
    """The public page, once a version was put out."""
    if not any(each.opens_on for each in versions):
        return ""
    return address_if_any("portal:consultation", of.agency.code, of.number)
