"""Replies and call-backs of a matter, as its record shows them."""

from __future__ import annotations

from typing import Any

from gongkai.complaints import access, checks, words
from gongkai.complaints.queries import records, replies
from gongkai.complaints.queries.records import Called, Matter
from gongkai.complaints.queries.replies import Reply
from gongkai.complaints.staff.common import address
from gongkai.complaints.staff.file_rows import file_rows
from gongkai.people.actor import StaffActor


def reply(matter: Matter, acting: StaffActor) -> dict[str, Any]:
    """The replies of every round with their files, and what was asked and said in the call-backs."""
    with_notes = bool(access.may_see_reporter(acting, matter))
    return {
        "replies": [_reply(matter, each) for each in replies.of_matter(matter)],
        "reply_files": file_rows(matter, records.files(matter).of("reply", "evidence")),
        "calls": [_call(each) for each in records.calls(matter, with_notes=with_notes)],
        "may_edit_reply": bool(access.may_edit_reply(acting, matter)),
    }


def _reply(matter: Matter, row: Reply) -> dict[str, Any]:
    return {
        "round": row.round,
        "present": row.round == matter.round,
        "text": row.text,
        "evidence": row.evidence,
        "result": words.result(row.result),
        "way": words.way(row.way),
        "template": row.template.title if row.template else "",
        "sent_at": row.sent_at,
        "digest": row.digest,
        "updated_at": row.updated_at,
    }


def _call(called: Called) -> dict[str, Any]:
    row = called.row
    return {
        "at": row.at,
        "person": row.person.name if row.person else "",
        "by_reporter": row.by_reporter,
        "way": words.way(row.way),
        "minutes": row.minutes,
        "reached": row.reached,
        "answered": row.answered,
        "solved": row.solved,
        "rating": words.rating(row.rating),
        "round": row.round,
        "note": called.note,
    }


def missing(matter: Matter) -> list[dict[str, Any]]:
    """What the reply still lacks, each with the way to the field."""
    editor = address("complaint_reply", matter.pk)
    anchors = {"evidence": "evidence"}
    return [
        {"sentence": each.reason, "url": f"{editor}#{anchors.get(each.field, f'id_{each.field}')}"}
        for each in checks.missing(matter)
    ]
