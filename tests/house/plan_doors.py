"""What stands behind the addresses of plans, tasks, meetings and themes, for the tests of the whole house."""

from __future__ import annotations

import io
from typing import Any

from cast import Cast
from gongkai.duties.actions import task_progress
from rooms.duties import planning


class Plans:
    """A plan, a task, a meeting and a theme, and drafts of all of them; ``hidden`` is nobody's business outside."""

    def __init__(self, cast: Cast, hidden: str) -> None:
        self.cast, self.hidden = cast, hidden
        self._plan()

    def _plan(self) -> None:
        """An adopted plan with a task that has evidence, a meeting, a theme that runs, and drafts of all of it."""
        self.plan = planning.adopted(self.cast)
        self.task = planning.first(self.plan)
        planning.moved(self.task, "take", self.cast.doer)
        task_progress.add_evidence(
            task_id=self.task.pk,
            actor=self.cast.doer,
            expected_revision=None,
            text=self.hidden,
            file=(io.BytesIO(self.hidden.encode()), "list.txt"),
        )
        self.plan_draft = planning.drafted(self.cast, title=f"{self.hidden}方案", text=self.hidden)
        self.task_draft = planning.put(self.cast, self.plan_draft, f"{self.hidden}任务")
        self.meeting = planning.held(self.cast, title=f"{self.hidden}会议")
        self.meeting_draft = planning.prepared(
            self.cast, title=f"{self.hidden}会议", body_id=self.meeting.body_id
        )
        self.theme = planning.theme_moved(planning.theme(self.cast), "open", self.cast.duty_leader)
        self.theme_draft = planning.theme(self.cast, title=f"{self.hidden}专题")

    def of(self, name: str) -> dict[str, Any]:
        """The plan, task, meeting or theme behind the addresses of those; a draft where one is written in."""
        if name.startswith(("portal:", "api:")):
            of = self.theme if "theme" in name else self.plan
            return {"agency": self.cast.agency.code, "number": of.number, "form": "csv"}
        drafts = name.endswith(("_edit", "_bring"))
        found: Any = self.plan_draft if drafts or name.endswith("task_new") else self.plan
        if ":meeting" in name:
            found = self.meeting_draft if drafts else self.meeting
        elif ":theme" in name:
            found = self.theme_draft if drafts else self.theme
        elif ":task" in name and not name.endswith("task_new"):
            found = self.task_draft if drafts else self.task
        pk = self.task.evidence.get().pk if name.endswith("evidence_file") else found.pk
        key = {"task": "report", "meeting": "sign"}.get(name.partition(":")[2].partition("_")[0], "close")
        return {"pk": pk, "form": "csv", "key": key}
