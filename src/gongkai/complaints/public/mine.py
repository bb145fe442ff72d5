"""The page of a matter for its reporter: where it stands, why that moment, the reply, and what can be done."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from gongkai.complaints import words
from gongkai.complaints.actions.files import content_of
from gongkai.complaints.public import told
from gongkai.complaints.public.guard import own_page
from gongkai.complaints.public.present import chip, content_lang, crumbs
from gongkai.complaints.queries import following as queries
from gongkai.complaints.queries import moves
from gongkai.complaints.queries.following import Following, Matter, MatterFile, Reply
from gongkai.core import deadlines
from gongkai.core.refusals import Refusal
from gongkai.core.sending import attachment
from gongkai.domain.complaints import OPEN, PROCESS, WITH_UNIT
from gongkai.domain.text import N_

#: What is said on top after a deed; the address carries its key.
SAID = {
    "added": N_("What you added has arrived. Whoever handles your matter sees it."),
    "answered": N_("Your answer has arrived."),
    "rated": N_("Thank you: what you said of the reply is kept and counts."),
    "objected": N_("Your objection has arrived. The head of the complaints desk decides on it."),
    "withdrawn": N_("Your matter is withdrawn."),
    "notices": N_("Your choice about the e-mails is kept."),
}
#: Photos larger than this are offered to be saved instead of shown, in bytes.
SHOWN_UP_TO = 4 << 20


@own_page()
def mine(request: HttpRequest, found: Matter) -> HttpResponse:
    """Everything about the matter on one page."""
    return shown(request, queries.following(found), said=SAID.get(request.GET.get("said", ""), ""))


def shown(
    request: HttpRequest, followed: Following, *, said: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """The page, with what was just done or refused on top."""
    matter, common = followed.matter, followed.common
    handle = followed.handle
    context = {
        "followed": followed,
        "matter": matter,
        "matter_number": matter.number,
        "said": said,
        "problem": problem,
        "state": PROCESS.state(matter.state),
        "badge": {"label": words.state(matter.state), "kind": words.STATE_BADGES.get(matter.state, "plain")},
        "lead_state": words.state(common.state) if followed.lead else "",
        "next": told.next_step(followed),
        "may": may(matter),
        "open": matter.state in OPEN,
        **_hands(common),
        "handle": chip(handle) if handle else None,
        "replies": [_reply(followed, each) for each in followed.replies],
        "rated": _rated(followed),
        "result": words.result(common.result) if common.replied_at else "",
        "ground": words.ground(matter.ground),
        "where_to_turn": words.where_to_turn(matter.ground),
        "facts": _facts(matter),
        "exchanges": [each for each in followed.exchanges if each.answered_at is not None],
        "sent": [
            {"kind": _kind(each), "size": size(each.size), "at": each.added_at} for each in followed.files
        ],
        "timeline": told.timeline(followed.steps, followed.units),
        "object_until": queries.days_to_object(matter),
        "lang": content_lang(),
        "crumbs": crumbs((matter.number, "")),
    }
    return render(request, "complaints/public/mine.html", context, status=status)


def _hands(common: Matter) -> dict[str, Any]:
    """Who has it now: the unit where it is with one, otherwise the office whose turn it is; never a person."""
    if common.state not in OPEN:
        return {"lane": "", "with_unit": None}
    lane = PROCESS.lane(PROCESS.state(common.state).lane)
    return {"lane": lane.label, "with_unit": common.unit if common.state in WITH_UNIT else None}


def may(matter: Matter) -> frozenset[str]:
    """What the reporter may do now; the process table says it."""
    offered = moves.offers(matter, queries.actor_of(matter))
    return frozenset(each.move.key for each in offered if each.refused is None)


def _reply(followed: Following, reply: Reply) -> dict[str, Any]:
    latest = reply == followed.replies[0]
    return {
        "text": reply.text,
        "result": words.result(reply.result),
        "at": reply.sent_at,
        "digest": reply.digest,
        "files": [
            {
                "url": reverse("portal:complaint_file", args=[each.pk]),
                "picture": each.content_type.startswith("image/") and each.size <= SHOWN_UP_TO,
                "name": gettext("Photo {n}").format(n=number),
                "kind": _kind(each),
                "size": size(each.size),
            }
            for number, each in enumerate(followed.given, start=1)
        ]
        if latest
        else [],
    }


def _rated(followed: Following) -> dict[str, Any] | None:
    call = followed.rated
    if call is None:
        return None
    said = {True: gettext("Yes, so it is"), False: gettext("No, it is not so"), None: gettext("Not said")}
    return {
        "answered": said[call.answered],
        "solved": said[call.solved],
        "rating": words.rating(call.rating),
        "at": call.at,
    }


def _facts(matter: Matter) -> list[dict[str, Any]]:
    spots = [matter.address, words.district(matter.district)]
    rows = [
        (gettext("Kind of matter"), words.kind(matter.kind), False),
        (
            gettext("What is the matter about?"),
            words.category(matter.category, matter.category_version),
            False,
        ),
        (gettext("In a few words"), matter.title, True),
        (gettext("What you told us"), matter.text, True),
        (gettext("Where it is"), " · ".join(each for each in spots if each), True),
    ]
    return [{"question": question, "answer": answer, "own": own} for question, answer, own in rows if answer]


def _kind(file: MatterFile) -> str:
    return file.name.rpartition(".")[2].upper()


def size(number: int) -> str:
    """A size in bytes, in words."""
    return f"{number / (1 << 20):.1f} MB" if number >= 1 << 20 else f"{max(1, number // 1024)} KB"


@own_page()
def clock(request: HttpRequest, found: Matter) -> HttpResponse:
    """Why this moment: every day of the count, counted or not, and why."""
    followed = queries.following(found)
    handle = followed.handle
    context = {
        "matter_number": found.number,
        "period": _period(handle) if handle else None,
        "lang": content_lang(),
        "crumbs": crumbs((found.number, reverse("portal:complaint_mine")), (gettext("Why this moment?"), "")),
    }
    return render(request, "complaints/public/clock.html", context)


def _period(deadline: queries.Deadline) -> dict[str, Any]:
    due = deadlines.explain(deadline)
    return {
        "label": words.label_in(due.rule),
        "length": words.length(deadline.period or {"length": due.rule.length, "unit": due.rule.unit}),
        "extension": words.length({"length": due.extension, "unit": due.rule.unit}) if due.extension else "",
        "due": due,
        "due_at": deadline.due_at,
        "started_at": deadline.started_at,
        "stopped_at": deadline.stopped_at or deadline.stopped_on,
        "chip": chip(deadline),
        "trail": [] if deadline.fixed_on else due.trail,
    }


@own_page()
def given_file(request: HttpRequest, found: Matter, pk: int) -> HttpResponseBase:
    """A file that goes with the reply; of a photo that was veiled, the veiled copy."""
    file = queries.given_file(found, pk)
    if file is None:
        raise Http404
    try:
        content = content_of(file, veiled=bool(file.veiled_key))
    except Refusal as refusal:
        raise Http404 from refusal
    picture = file.content_type.startswith("image/")
    return attachment(content, name=file.name, content_type=file.content_type, inline=picture)
