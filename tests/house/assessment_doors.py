"""What stands behind the addresses of score sheets and assessments, for the tests of the whole house."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from cast import Cast
from gongkai.core import clock
from gongkai.supervision.actions import assessing, entries
from gongkai.supervision.models import Assessment
from rooms.supervision import assessment_stage as stage


class Assessments:
    """A sheet being written, an assessment that takes self-assessments, and a published one.

    ``hidden`` is nobody's business outside.
    """

    def __init__(self, cast: Cast, hidden: str) -> None:
        self.cast, self.hidden = cast, hidden
        self.draft = stage.written(cast, title=f"{hidden}评分表")
        self.open = stage.opened(cast)
        self.entry = stage.entry(self.open, cast)
        self.piece = entries.add_evidence(
            entry_id=self.entry.pk,
            actor=cast.doer,
            indicator="1",
            words=hidden,
            source=io.BytesIO(hidden.encode()),
            name="list.txt",
        )
        self.published = self._published()

    def _published(self) -> Assessment:
        """What those assessed and reviewers wrote stays inside; points, grades and ranks do not."""
        sheet = stage.adopted(self.cast, title="另一评分表")
        units = [self.cast.units["waste"].pk]
        row = assessing.prepare(
            sheet_id=sheet.pk, actor=self.cast.supervisor, year=stage.year() - 1, who=units
        )
        row = stage.moved(self.cast, row, "open")
        entries.hand_in(
            entry_id=stage.entry(row, self.cast).pk,
            actor=self.cast.section_head,
            expected_revision=None,
            own={"2.1": {"cases": 0, "note": self.hidden}},
            words=self.hidden,
        )
        row = stage.moved(self.cast, row, "review")
        stage.reviewed(self.cast, row, "waste", {**stage.NOTHING, "2.1": {"cases": 1, "note": self.hidden}})
        stage.moved(self.cast, row, "tell")
        Assessment.objects.filter(pk=row.pk).update(appeal_until=clock.today() - timedelta(days=1))
        stage.moved(self.cast, row, "publish", "duty_leader")
        return Assessment.objects.get(pk=row.pk)

    def of(self, name: str) -> dict[str, Any]:
        """The sheet, the assessment or the entry behind the address; outside the published one alone."""
        if name.startswith("portal:"):
            return {"code": self.cast.agency.code, "pk": self.published.pk}
        if ":score_sheet" in name:
            return {"pk": self.draft.pk, "key": "1" if name.endswith("_line") else "discard"}
        if ":assessed" in name:
            return {
                "pk": self.entry.pk,
                "key": "hand_in",
                "measure": "late_documents",
                "number": self.piece.pk,
            }
        return {"pk": self.open.pk, "key": "call_off"}
