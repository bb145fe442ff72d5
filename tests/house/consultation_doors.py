"""What stands behind the addresses of rules, opinions, collections and lists, for the tests of the whole house."""

from __future__ import annotations

from typing import Any

from cast import Cast
from gongkai.consultations.actions import answering
from rooms.consultations import collecting_stage, consulting, evaluating_stage


class Consultations:
    """Rules on their way, in force and evaluated; standing channels; ``hidden`` is nobody's business outside."""

    def __init__(self, cast: Cast, hidden: str) -> None:
        self.cast, self.hidden = cast, hidden
        self._consult()
        self._collect()
        self._evaluate()

    def _consult(self) -> None:
        """A rule whose second version is open for opinions, an opinion that is shown, and one nobody looked at."""
        opened = consulting.consulting(self.cast)
        self.opinion = consulting.opinion(opened).opinion
        consulting.shown(self.cast, self.opinion)
        consulting.opinion(opened, f"{self.hidden}意见")
        self.opinion_group = answering.group_opinions(
            document_id=opened.pk,
            actor=self.cast.rule_drafter,
            opinion_ids=[self.opinion.pk],
            title=f"{self.hidden}分组",
        )
        self.rule = consulting.second_version(self.cast, opened)
        consulting.drafted(self.cast, title=f"{self.hidden}办法")

    def _collect(self) -> None:
        """An appraisal and a hearing that are open, with a remark that led to a problem, and a draft."""
        self.collection = collecting_stage.opened(self.cast, "appraisal")
        self.hearing = collecting_stage.opened(self.cast, "hearing")
        self.remark = collecting_stage.row(collecting_stage.remark(self.collection))
        self.problem = collecting_stage.problem(self.cast, self.collection, self.remark)
        collecting_stage.planned(self.cast, self.problem)
        self.collection_draft = collecting_stage.drafted(self.cast, title=f"{self.hidden}意见箱")

    def _evaluate(self) -> None:
        """A rule in force whose evaluation is published, and a list that says that it is to be repealed."""
        self.old_rule = evaluating_stage.in_force(self.cast, title="示例市旧办法")
        self.evaluation = evaluating_stage.published(self.cast, self.old_rule, findings=self.hidden)
        found = evaluating_stage.listed(self.cast)
        result = {f"n{self.old_rule.number[-3:]}": ("repeal", "已被替代。")}
        proposed = evaluating_stage.proposed(self.cast, found, **result)
        self.clean_up = evaluating_stage.published_list(self.cast, proposed)
        self.clean_up_draft = evaluating_stage.listed(self.cast, title=f"{self.hidden}目录")
        another = evaluating_stage.in_force(self.cast, title="示例市另一旧办法")
        self.evaluation_draft = evaluating_stage.begun(self.cast, another)

    def of_rules(self, name: str) -> dict[str, Any]:
        """The rule, its two versions and the opinion behind the addresses of those."""
        rule = {"agency": self.cast.agency.code, "number": self.rule.number, "pk": self.rule.pk}
        return {
            **rule,
            "version": 1,
            "old": 1,
            "new": 2,
            "opinion": self.opinion.pk,
            "group": self.opinion_group.pk,
            "deed": "group",
            "form": "json",
            "key": "end",
        }

    def of_collections(self, name: str) -> dict[str, Any]:
        """The appraisal, its remark and problem behind the addresses of those; a hearing's and a draft's."""
        found = self.hearing if "sign_up" in name else self.collection
        found = self.collection_draft if name.endswith("collection_edit") else found
        of = self.problem if ":problem" in name else found
        return {
            "agency": self.cast.agency.code,
            "number": of.number,
            "pk": of.pk,
            "remark": self.remark.pk,
            "form": "csv",
            "key": "finish" if ":problem" in name else "close",
        }

    def of_rules_in_force(self, name: str) -> dict[str, Any]:
        """The evaluation or the list behind the addresses of those; the drafts behind what is written in."""
        edited = name.endswith("_edit")
        evaluation = self.evaluation_draft if edited else self.evaluation
        of = (self.clean_up_draft if edited else self.clean_up) if ":clean_up" in name else evaluation
        return {
            "agency": self.cast.agency.code,
            "number": of.number,
            "pk": self.old_rule.pk if name.endswith("evaluation_new") else of.pk,
            "entry": self.clean_up.entries.get(document=self.old_rule).pk,
            "form": "csv",
            "key": "correct",
        }
