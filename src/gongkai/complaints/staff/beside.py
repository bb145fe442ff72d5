"""Deeds beside the process: on the spot, questions, words added, help, instructions, urging, clues, files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongkai.complaints import access, actions
from gongkai.complaints.forms.deeds import DEEDS, DeedForm
from gongkai.complaints.queries import records
from gongkai.complaints.queries.records import Instructed, Matter
from gongkai.complaints.staff.common import address, address_if_any
from gongkai.complaints.staff.tried import Tried
from gongkai.core.text import render
from gongkai.domain.complaints import OPEN
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor

#: Deed → the words on its button.
_LABELS: dict[str, str] = {
    "check": N_("Enter a check on the spot"),
    "contribute": N_("Contribute as a helping unit"),
    "report": N_("Report on an instruction"),
    "ask": N_("Ask the reporter"),
    "words": N_("Add what the reporter said"),
    "instruct": N_("Give an instruction"),
    "urge": N_("Urge the unit"),
    "clue": N_("Pass on as a clue"),
    "files": N_("Add files to it"),
}
#: What a telephone on the street needs before everything else.
FIRST = ("check",)
#: Deeds whose forms carry files.
_WITH_FILES = frozenset({"check", "files"})


def deeds(
    matter: Matter, acting: StaffActor, tried: Tried, instructed: list[Instructed]
) -> list[dict[str, Any]]:
    """The deeds this person may do beside the process, each with its form."""
    return [
        {
            "key": key,
            "label": _LABELS[key],
            "form": form,
            "open": form is tried.deed,
            "url": address("complaint_deed", matter.pk, key),
            "files": key in _WITH_FILES,
            "stairs": _stairs(matter) if key == "clue" else (),
            "first": key in FIRST and matter.state in ("dispatched", "handling"),
            "largest": f"{settings.GONGKAI_MAX_UPLOAD // (1024 * 1024)} MB",
        }
        for key in _offered(matter, acting)
        if (form := _form(key, matter, tried, instructed)) is not None
    ]


def _stairs(matter: Matter) -> list[dict[str, str]]:
    """The pages on which a clue becomes a record of another room at once, where there is one."""
    told = (
        (_("File a penalty case from it"), address_if_any("workspace:complaint_to_penalty_case", matter.pk)),
        (_("Begin a risk point from it"), address_if_any("workspace:complaint_to_risk_point", matter.pk)),
        (_("Pass it to a campaign"), address_if_any("workspace:complaint_to_campaign", matter.pk)),
    )
    return [{"label": label, "url": url} for label, url in told if url]


def _offered(matter: Matter, acting: StaffActor) -> list[str]:
    """What the posts and the stand of the matter give; the actions ask again."""
    is_open = matter.state in OPEN
    works = bool(access.may_work_on(acting, matter))
    may = {
        "check": works and is_open,
        "contribute": is_open and records.seat(acting, matter) is not None,
        "report": works and is_open,
        "ask": works and is_open,
        "words": works and is_open,
        "instruct": is_open and bool(access.may_instruct(acting, matter)),
        "urge": is_open and matter.unit_id is not None and bool(access.may_urge(acting, matter)),
        "clue": works,
        "files": works and is_open,
    }
    return [key for key in DEEDS if may[key]]


def _form(key: str, matter: Matter, tried: Tried, instructed: list[Instructed]) -> DeedForm | None:
    if tried.key == key and isinstance(tried.deed, DeedForm):
        return tried.deed
    concerns = concerned(key, matter, instructed)
    if key == "report" and not concerns:
        return None
    return DEEDS[key](prefix=key, concerns=concerns)


def concerned(key: str, matter: Matter, instructed: list[Instructed] | None = None) -> list[tuple[int, str]]:
    """What a deed may be about: the open instructions, the open questions."""
    if key == "report":
        rows = records.instructions(matter) if instructed is None else instructed
        return [(each.row.pk, f"{each.row.text[:60]}") for each in rows if each.row.done_at is None]
    if key == "words":
        asked = records.exchanges(matter)
        return [(each.pk, each.question[:60]) for each in asked if each.question and each.answered_at is None]
    return []


Data = Mapping[str, Any]


def _check(matter: Matter, acting: StaffActor, data: Data) -> str:
    actions.enter_check(
        matter_id=matter.pk, actor=acting, text=data["text"], before=data["before"], after=data["after"]
    )
    return _("The check on the spot is entered.")


def _contribute(matter: Matter, acting: StaffActor, data: Data) -> str:
    actions.contribute(matter_id=matter.pk, actor=acting, text=data["text"])
    return _("Your unit's part is entered.")


def _report(matter: Matter, acting: StaffActor, data: Data) -> str:
    actions.report_on(instruction_id=data["instruction"], actor=acting, text=data["text"])
    return _("The report on the instruction is entered.")


def _ask(matter: Matter, acting: StaffActor, data: Data) -> str:
    actions.ask_reporter(matter_id=matter.pk, actor=acting, question=data["question"])
    return _("The question stands under the reporter's number and code.")


def _words(matter: Matter, acting: StaffActor, data: Data) -> str:
    actions.add_words(matter_id=matter.pk, actor=acting, text=data["text"], exchange_id=data.get("exchange"))
    return _("What the reporter said is entered.")


def _instruct(matter: Matter, acting: StaffActor, data: Data) -> str:
    actions.instruct(matter_id=matter.pk, actor=acting, text=data["text"], due_on=data["due_on"])
    return _("The instruction is given; its clock runs.")


def _urge(matter: Matter, acting: StaffActor, data: Data) -> str:
    actions.urge(matter_id=matter.pk, actor=acting, text=data["text"])
    return _("The unit is urged.")


def _clue(matter: Matter, acting: StaffActor, data: Data) -> str:
    actions.link(
        matter_id=matter.pk,
        actor=acting,
        kind=data["kind"],
        number=data["number"],
        note=data["note"],
        system=data["system"],
    )
    return _("The clue is passed on; the matter itself goes on here.")


_DONE: dict[str, Callable[[Matter, StaffActor, Data], str]] = {
    "check": _check,
    "contribute": _contribute,
    "report": _report,
    "ask": _ask,
    "words": _words,
    "instruct": _instruct,
    "urge": _urge,
    "clue": _clue,
}


def do(key: str, matter: Matter, acting: StaffActor, form: DeedForm) -> str:
    """Does the deed ``key``. Gives the sentence that tells it."""
    if key == "files":
        added = actions.add_files(matter_id=matter.pk, actor=acting, files=form.uploads())  # type: ignore[attr-defined]
        return render(say("Files added: {count}.", count=len(added)))
    return _DONE[key](matter, acting, form.cleaned_data)
