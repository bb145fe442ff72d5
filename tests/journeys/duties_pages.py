"""Where the walk through the site meets the room of the duties, and which of its addresses it leaves out."""

from __future__ import annotations

import re

from journeys.steps import Wire

#: Moves of plans, tasks, meetings and themes, and what is told of a task: the room's own tests walk there.
DEEDS_ON_PLANS = (
    *("meeting_minutes", "meeting_move", "plan_move", "task_evidence", "task_evidence_file", "task_move"),
    *("task_progress", "task_tag", "theme_move"),
)

#: Moves of an activity, and photos that are sent and veiled: the room's own tests walk there.
DEEDS_ON_PUBLICITY = ("publicity_move", "publicity_photos", "publicity_veil")

#: Deeds on courses and examinations, and what a sitting asks: the room's own tests walk there.
DEEDS_ON_LEARNING = (
    *(
        "learning_call_off",
        "learning_course_move",
        "learning_enrol",
        "learning_examination_move",
        "learning_issue",
    ),
    *(
        "learning_question_retire",
        "learning_sit_begin",
        "learning_sit_page",
        "learning_strike",
        "learning_tick",
    ),
)


def found_in(page: str, pattern: str) -> tuple[str, ...]:
    """The first address of this pattern on a page."""
    return tuple(re.findall(f'href="({pattern})"', page.partition("<main")[2])[:1])


def plans_of(wire: Wire) -> tuple[str, ...]:
    """Plans, meetings and themes in the states whose pages differ, and a task of each plan."""
    start: tuple[str, ...] = ()
    looked_for = {
        "plans": ("draft", "adopted"),
        "meetings": ("draft", "held"),
        "themes": ("draft", "running"),
    }
    for kind, state in ((kind, state) for kind, states in looked_for.items() for state in states):
        listed = wire.ask(f"/workspace/{kind}/?state={state}").text
        for each in found_in(listed, rf"/workspace/{kind}/\d+/"):
            start += (each, *found_in(wire.ask(each).text, r"/workspace/tasks/\d+/"))
    return start


def examinations_of(wire: Wire) -> tuple[str, ...]:
    """An examination to be written in, one with room for a sitting, and a sitting whose papers are to be marked."""
    listed = wire.ask("/workspace/learning/examinations/").text
    found: dict[str, str] = {}
    for each in dict.fromkeys(re.findall(r'href="(/workspace/learning/examinations/\d+/)"', listed)):
        page = wire.ask(each).text
        for part in ("edit/", "sittings/"):
            if f'href="{each}{part}"' in page:
                found.setdefault(part, each)
        for sitting in dict.fromkeys(re.findall(r'href="(/workspace/learning/sittings/\d+/)"', page)):
            if "papers" not in found and "/workspace/learning/papers/" in wire.ask(sitting).text:
                found["papers"] = sitting
    return tuple(dict.fromkeys(found.values()))
