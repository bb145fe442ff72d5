"""One's own: sittings, results, courses to come and certificates, whatever the posts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.staffpages import address
from gongkai.duties import learning_words as words
from gongkai.duties.queries.learning import mine, roster
from gongkai.duties.queries.learning.records import Candidate, Learner
from gongkai.duties.staff.learning.rows import course_row
from gongkai.people.actor import StaffActor


def context(acting: StaffActor) -> dict[str, Any]:
    """What the person sees of the own; nothing for whoever is not in the roster."""
    me = mine.me(acting)
    if me is None:
        return {"me": None}
    return {
        "me": me,
        "me_url": address("learning_learner", me.pk),
        "own_rows": [row(each) for each in mine.candidacies(acting)],
        "own_courses": [course_row(each) for each in mine.courses(me)],
        "own_hours": words.marks_of(hours_this_year(me, acting)),
    }


def hours_this_year(me: Learner, acting: StaffActor) -> Any:
    """Hours of study in this year."""
    year = clock.today().year
    return sum(
        (each.hours for each in roster.studies(me, acting) if each.course.ends_on.year == year), start=0
    )


def row(found: Candidate) -> dict[str, Any]:
    """A sitting of one's own; the result stands there once it is confirmed."""
    sitting, now = found.sitting, clock.now()
    attempt = getattr(found, "attempt", None)
    exam = sitting.examination
    known = exam.state in ("confirmed", "corrected")
    badges: list[dict[str, str]]
    if mine.running(attempt, now):
        badges = [{"label": _("Begun: the time is running"), "kind": "danger"}]
    elif attempt is None and mine.open_now(found, now):
        badges = [{"label": _("May be sat now"), "kind": "soon"}]
    elif known and found.present is not None:
        badges = [words.result_badge(found)]
    elif attempt is not None:
        badges = [{"label": _("Handed in"), "kind": "info"}]
    else:
        badges = [{"label": _("Not begun yet") if sitting.begins_at > now else _("Over"), "kind": "plain"}]
    marks = _("{marks} of {full} marks").format(marks=words.marks_of(found.marks), full=exam.full_mark)
    return {
        "title": exam.title,
        "url": address("learning_sit", found.pk),
        "number": exam.number,
        "unit": words.of_law("way", exam.way),
        "person": sitting.place,
        "at": sitting.begins_at,
        "note": marks if known and found.present else _("Resit") if sitting.resit else "",
        "badges": badges,
    }
