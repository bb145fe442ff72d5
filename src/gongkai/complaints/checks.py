"""What a reply needs before it may be submitted: closing needs text and evidence."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.complaints import house
from gongkai.complaints.models import Matter, MatterFile, Reply
from gongkai.domain import privacy
from gongkai.domain.text import Text, say

#: Characters below which a reply says nothing.
SHORTEST = 10
#: Kinds whose reply must show what was done on the spot or on paper.
PROVED = frozenset({"help", "complaint", "report"})


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, and the field where it is put."""

    field: str
    reason: Text


def reply_of(matter: Matter) -> Reply | None:
    """The reply of this round."""
    return Reply.objects.filter(matter=matter, round=matter.round).first()


def missing(matter: Matter) -> list[Missing]:
    """Everything the reply still needs; empty: it may be submitted."""
    reply = reply_of(matter)
    if reply is None:
        return [Missing("text", say("There is no reply yet. Write one."))]
    found = []
    if len(reply.text.strip()) < SHORTEST:
        found.append(
            Missing(
                "text",
                say(
                    "The reply is too short to say what was done: at least {least} characters.",
                    least=SHORTEST,
                ),
            )
        )
    if reply.result not in house.keys("result"):
        found.append(Missing("result", say("Choose how it ended.")))
    if matter.kind in PROVED and not _proved(matter, reply):
        found.append(
            Missing(
                "evidence",
                say("Show what the reply rests on: a site check, a photo, or the evidence in words."),
            )
        )
    return found


def _proved(matter: Matter, reply: Reply) -> bool:
    if reply.evidence.strip() or matter.checks.filter(round=matter.round).exists():
        return True
    kinds = (MatterFile.Kind.AFTER, MatterFile.Kind.EVIDENCE)
    return matter.files.filter(kind__in=kinds, removed_at__isnull=True).exists()


def personal(text: str) -> list[privacy.Finding]:
    """What looks like personal data in a text that is to be public."""
    return list(privacy.findings(text))
