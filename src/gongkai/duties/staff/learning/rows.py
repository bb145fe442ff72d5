"""Courses, examinations, people and certificates as rows of lists and worklists."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import text
from gongkai.core.staffpages import address
from gongkai.domain.duties import examining
from gongkai.duties import learning_words as words
from gongkai.duties.queries.learning.records import (
    Candidate,
    Certificate,
    Course,
    Examination,
    Learner,
    Question,
)
from gongkai.duties.queries.learning.worklists import Worklist


def work_rows(work: Worklist) -> dict[str, list[dict[str, Any]]]:
    """The person's lists of this part: ``to_do``, ``waiting``, ``done``."""
    to_do = [own_sitting_row(each) for each in work.sittings]
    to_do += [examination_row(each) for each in work.examinations]
    to_do += [course_row(each) for each in work.courses]
    if work.expiring:
        to_do.append(_expiring(work.expiring))
    return {
        "to_do": to_do,
        "waiting": [examination_row(each) for each in work.waiting],
        "done": [examination_row(each) for each in work.done],
    }


def course_row(found: Course) -> dict[str, Any]:
    """One course; in a list it has ``present_count``."""
    parts = [words.of_law("topic", found.topic), words.days_of(found)]
    present = getattr(found, "present_count", 0)
    if present:
        parts.append(ngettext("{n} present", "{n} present", present).format(n=f"{present:,}"))
    return {
        "title": found.title,
        "url": address("learning_course", found.pk),
        "number": found.number,
        "unit": words.of_law("course_kind", found.kind),
        "note": _(", ").join(parts),
        "at": found.updated_at,
        "badges": [words.state_badge(found)],
    }


def examination_row(found: Examination, count: examining.Count | None = None) -> dict[str, Any]:
    """One examination, with what came of it so far."""
    parts = [words.of_law("subject", found.subject)]
    if count and count.enrolled:
        parts.append(counted(count))
    return {
        "title": found.title,
        "url": address("learning_examination", found.pk),
        "number": found.number,
        "unit": words.of_law("way", found.way),
        "note": _(", ").join(parts),
        "at": found.updated_at,
        "badges": [words.state_badge(found)],
    }


def counted(count: examining.Count) -> str:
    """Enrolled, present and passed in one line."""
    sentence = _("{enrolled} enrolled, {present} present, {passed} passed")
    return sentence.format(
        enrolled=f"{count.enrolled:,}", present=f"{count.present:,}", passed=f"{count.passed:,}"
    )


def own_sitting_row(found: Candidate) -> dict[str, Any]:
    """An online sitting the person may begin or go on with."""
    exam = found.sitting.examination
    return {
        "title": _("Sit the examination: {title}").format(title=exam.title),
        "url": address("learning_sit", found.pk),
        "number": exam.number,
        "note": _("Until {moment}").format(moment=words.moment(found.sitting.ends_at)),
        "due_on": timezone.localtime(found.sitting.ends_at).date(),
        "at": found.sitting.begins_at,
        "badges": [{"label": _("May be sat now"), "kind": "soon"}],
    }


def learner_row(found: Learner) -> dict[str, Any]:
    """Somebody of the roster."""
    return {
        "title": found.name,
        "url": address("learning_learner", found.pk),
        "number": found.staff_number,
        "unit": words.unit_name(found.unit),
        "person": found.person.username if found.person else "",
        "badges": words.learner_badges(found),
    }


def question_row(found: Question) -> dict[str, Any]:
    """A question of the bank."""
    retired = [{"label": _("Out of use"), "kind": "quiet"}] if found.retired_on else []
    return {
        "title": found.text[:120],
        "url": address("learning_question", found.pk),
        "number": found.code,
        "unit": words.of_law("subject", found.subject),
        "note": _("{kind}, {marks} marks").format(
            kind=words.of_law("question_kind", found.kind), marks=found.marks
        ),
        "badges": retired,
    }


def certificate_row(found: Certificate) -> dict[str, Any]:
    """A certificate; its title leads to the paper."""
    return {
        "title": f"{found.learner.name} {words.of_law('subject', found.subject)}",
        "url": address("learning_certificate", found.pk),
        "number": found.number,
        "unit": words.unit_name(found.learner.unit),
        "note": _("Holds until {day}").format(day=text.day(found.valid_until)),
        "badges": [words.certificate_badge(found)],
    }


def _expiring(count: int) -> dict[str, Any]:
    sentence = ngettext("{n} certificate is about to run out", "{n} certificates are about to run out", count)
    return {
        "title": sentence.format(n=f"{count:,}"),
        "url": f"{address('learning_certificates')}?stand=expiring",
        "note": _("Set an examination for those whose certificates run out."),
        "badges": [{"label": _("About to run out"), "kind": "soon"}],
        "at": None,
    }
