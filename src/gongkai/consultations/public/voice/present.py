"""What the public's pages of collections and problems share: addresses, breadcrumbs, rows of lists."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from gongkai.consultations import collecting_words as words
from gongkai.consultations import document_words
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries.records import Collection, Problem
from gongkai.core import clock
from gongkai.domain.consultations import collecting, problems

BADGES = {"open": "info", "closed": "soon", "told": "done"}


def address_of(found: Collection, name: str = "collection") -> str:
    """The address of a collection's page, or of one below it."""
    return reverse(f"portal:{name}", args=[found.agency.code, found.number])


def problem_address(found: Problem) -> str:
    """The address of a problem's page."""
    return reverse("portal:problem", args=[found.agency.code, found.number])


def found_or_404(agency: str, number: str) -> Collection:
    """The public collection of an address."""
    found = None if "\x00" in f"{agency}{number}" else reads.public_one(agency, number)
    if found is None:
        raise Http404
    return found


def sent(request: HttpRequest) -> QueryDict:
    """What was sent, without the sign no database keeps and no page may show."""
    plain = QueryDict(mutable=True)
    for key in request.POST:
        plain.setlist(key, [value.replace("\x00", "") for value in request.POST.getlist(key)])
    return plain


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """Breadcrumbs from the start page over the room's own; the last has no address and is this page."""
    first = [(_("Home"), reverse("portal:home")), (voice_name(), reverse("portal:voice") if steps else "")]
    lang = document_words.content_lang()
    return [
        {"label": label, "url": url, "lang": lang if any(sign >= "\u4e00" for sign in label) else ""}
        for label, url in [*first, *steps]
    ]


def trail(found: Collection, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a page of the collection."""
    return crumbs((found.title, address_of(found) if rest else ""), *rest)


def voice_name() -> str:
    """What the room's standing channels are called."""
    return _("Say what you think, and what came of it")


def row(found: Collection) -> dict[str, Any]:
    """A collection for the list; what is open also says until when and how to take part."""
    return {
        "title": found.title,
        "lang": document_words.content_lang(),
        "url": address_of(found),
        "summary": found.introduction if found.state == "open" else found.results,
        "number": found.number,
        "unit": document_words.unit_name(found.unit),
        "at": {"closed": found.closed_on, "told": found.told_on}.get(found.state),
        "badges": [badge(found), {"label": words.kind_name(found.kind), "kind": "plain"}],
        "closes_on": last_day(found),
        "days_left": days_left(found),
        "days": words.days(found.begins_on, found.ends_on) if found.state == "open" else "",
        "deed": deed(found),
    }


def badge(found: Collection) -> dict[str, str]:
    """Where it stands, in a word; what has not begun or is over by its day is not called open."""
    today = clock.today()
    if found.state == "open" and found.begins_on > today:
        return {"label": _("Begins soon"), "kind": "plain"}
    if found.state == "open" and found.ends_on is not None and found.ends_on < today:
        return {"label": _("Over, being evaluated"), "kind": "soon"}
    label = _(collecting.PROCESS.state(found.state).label)
    return {"label": label, "kind": BADGES.get(found.state, "plain")}


def sentence(found: Collection) -> str:
    """Where it stands, in a sentence."""
    today = clock.today()
    if found.state == "open" and found.begins_on > today:
        return _("It has not begun yet.")
    if found.state == "open" and found.ends_on is not None and found.ends_on < today:
        return _("It is over, and is being evaluated.")
    return _(collecting.PROCESS.state(found.state).sentence)


def last_day(found: Collection) -> Any:
    """The day until which one may take part or sign up on this site; nothing where there is none."""
    if reads.may_sign_up(found):
        return found.sign_up_until
    return found.ends_on if reads.is_open(found) else None


def days_left(found: Collection) -> int | None:
    """Days after today on which one may take part."""
    last = last_day(found)
    return (last - clock.today()).days if last else None


def deed(found: Collection) -> dict[str, str] | None:
    """What one may do on this site today, with its address."""
    if reads.may_sign_up(found):
        return {"label": _("Sign up"), "url": address_of(found, "collection_sign_up")}
    if not reads.is_open(found):
        return None
    kind = words.kind_of(found.kind)
    label = _("Fill in the questionnaire") if kind["asks"] else _("Say what you think")
    return {"label": label, "url": address_of(found, "collection_take_part")}


def problem_row(found: Problem) -> dict[str, Any]:
    """A problem for lists: its measure, its last day, and what came of it."""
    return {
        "title": found.title,
        "lang": document_words.content_lang(),
        "url": problem_address(found),
        "number": found.number,
        "unit": document_words.unit_name(found.unit) if found.unit else "",
        "badge": words.problem_badge(found),
        "measure": found.measure,
        "due_on": found.due_on if found.state != "settled" else None,
        "days_left": (found.due_on - clock.today()).days if found.due_on else None,
        "settled_on": found.settled_on,
        "outcome": found.outcome if found.state == "settled" else "",
        "count": int(getattr(found, "remark_count", 0)),
    }


def problem_sentence(found: Problem) -> str:
    """Where a problem stands, in a sentence."""
    return _(problems.PROCESS.state(found.state).sentence)
