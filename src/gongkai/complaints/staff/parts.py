"""The parts of a record. Each asks only for its own."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.complaints import access, words
from gongkai.complaints.forms.deeds import PurposeForm
from gongkai.complaints.identity import Contact
from gongkai.complaints.queries import merging, records
from gongkai.complaints.queries.records import Clocks, Instructed, Link, Matter
from gongkai.complaints.staff import course, facts, public_part, reply_part
from gongkai.complaints.staff.common import address, address_if_any, due_fields
from gongkai.complaints.staff.file_rows import file_rows
from gongkai.complaints.staff.rows import plain_rows
from gongkai.complaints.staff.tried import Tried
from gongkai.core.text import render
from gongkai.domain.complaints import PROCESS
from gongkai.people.actor import StaffActor

#: Where a matter may still be joined with another.
JOINING = PROCESS.move("merge").sources
PARTS = ("matter", "handling", "reply", "beside", "course", "public")


def of(
    part: str,
    matter: Matter,
    acting: StaffActor,
    *,
    clocks: Clocks,
    instructed: list[Instructed],
    tried: Tried,
    shown: Contact | None,
) -> dict[str, Any]:
    """What the template of this part needs. ``shown``: the reporter's data, just revealed."""
    if part == "matter":
        return _matter(matter, acting, tried, shown)
    if part == "handling":
        return _handling(matter, clocks, instructed)
    if part == "reply":
        return reply_part.reply(matter, acting)
    if part == "beside":
        return _beside(matter, acting)
    if part == "course":
        return course.course(matter)
    return public_part.public(matter, acting, tried)


def _matter(matter: Matter, acting: StaffActor, tried: Tried, shown: Contact | None) -> dict[str, Any]:
    row, masked = records.reporter(matter)
    erased = row is not None and row.erased_at is not None
    may_see = bool(access.may_see_reporter(acting, matter))
    return {
        "reported": facts.reported(matter),
        "place": facts.place(matter),
        "classed": facts.classed(matter),
        "files": file_rows(matter, records.files(matter).of(*records.OF_THE_PLACE)),
        "reporter_rows": facts.reporter(shown or masked),
        "reporter_known": bool(masked) and not erased,
        "reporter_erased": erased,
        "anonymous": row is None or row.anonymous,
        "by_email": row is not None and row.by_email,
        "shown": shown is not None,
        "may_see": may_see,
        "purpose_form": tried.purpose or PurposeForm(),
        "against": _against(matter),
        "may_work": bool(access.may_work_on(acting, matter)),
        "correct_url": address("complaint_correct", matter.pk) if access.may_edit(acting, matter) else "",
    }


def _against(matter: Matter) -> str:
    """That it is against somebody, said to those who see it; whom is a matter for the text."""
    if not (matter.against_person_id or matter.against_unit_id):
        return ""
    return _("This is against a person or a unit of the agency: it is hidden from both.")


def _handling(matter: Matter, clocks: Clocks, instructed: list[Instructed]) -> dict[str, Any]:
    return {
        "all_clocks": [_clock(standing, due) for standing, due in clocks],
        "co_units": records.co_units(matter),
        "returns": records.returns(matter),
        "rulings": records.rulings(matter),
        "instructions": [
            {
                "row": each.row,
                "due": {**due_fields(each.standing), "due_url": ""},
                "late": each.standing is not None and each.standing.state == "late",
            }
            for each in instructed
        ],
        "checks": records.checks(matter),
        "files": file_rows(matter, records.files(matter).of("before", "after", "evidence")),
        "exchanges": records.exchanges(matter),
        "links": [
            {"row": each, "kind": link_kind(each.kind), "url": _leads_to(each, matter)}
            for each in records.links(matter)
        ],
    }


def _leads_to(link: Link, matter: Matter) -> str:
    """The page of a campaign of this house; one of another system is only named."""
    own = link.kind == "campaign" and link.system == matter.agency.short_name
    return address_if_any("workspace:campaign_by_number", link.number) if own else ""


def link_kind(key: str) -> str:
    """Where a link leads or came from."""
    own = {
        "to_request": _("Request for information"),
        "from_request": _("Came from a request for information"),
        "from_opinion": _("Came from an opinion on a draft"),
    }
    return own.get(key) or words.clue(key)


def _clock(standing: Any, due: Any) -> dict[str, Any]:
    row = standing.deadline
    return {
        **due_fields(standing),
        "label": words.label_of(row.period) if row.period else words.label_in(due.rule),
        "length": words.length(row.period) if row.period else "",
        "extended": row.extension,
        "source": row.period["source"] if row.period else due.citation,
        "started": row.started_at or row.started_on,
        "stopped": row.stopped_at or row.stopped_on,
        "paused": row.due_on is None and row.stopped_on is None,
        "late": standing.state == "late",
        "url": address("deadline", row.pk),
    }


def _beside(matter: Matter, acting: StaffActor) -> dict[str, Any]:
    found = merging.beside(acting, matter)
    merge_url = address("complaint_merge", matter.pk)
    said = found.said
    return {
        "alike": [
            {
                **plain_rows([each])[0],
                "score": round(like.score * 100),
                "because": [render(text) for text in like.because],
                "said": each.number == said,
                "join_url": f"{merge_url}?lead={each.number}" if each.state != "merged" else "",
            }
            for each, like in found.alike
        ],
        "joined": plain_rows(found.joined),
        "joined_unseen": max(0, found.joined_count - len(found.joined)),
        "may_join": bool(access.may_edit(acting, matter)) and matter.state in JOINING,
        "earlier": plain_rows(found.earlier),
        "may_see_earlier": bool(access.may_see_reporter(acting, matter)),
        "said": said,
    }
