"""The shapes published decisions have as open data, each field with what it means and an example."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from gongkai.core.open_data import Problem, about
from gongkai.domain.text import N_
from gongkai.powers.api.schemas import KEY, SITE

KindName = Literal["penalty", "licence", "coercion"]


class DecisionQuestion(Schema):
    """What the list of decisions is narrowed by."""

    q: str = Field("", max_length=60, description=N_("Words of the conduct; all must be there."))
    kind: KindName | None = Field(None, description=N_("Kind of decision."))
    agency: str = Field("", max_length=40, pattern=KEY, description=N_("Code of an agency."))
    table: str = Field("", max_length=60, description=N_("Code of the discretion table."))
    year: int | None = Field(None, ge=1949, le=9999, description=N_("Year of the decision."))
    cursor: str = Field(
        "",
        max_length=100,
        description=N_("Where the page begins: the cursor of the page before it, as it stands."),
    )
    limit: int = Field(50, ge=1, le=200, description=N_("Decisions on a page."))


class DecisionWhole(Schema):
    """A published decision."""

    id: int = about(N_("Its number in this system."), 12)
    number: str = about(N_("Document number."), "示城管罚〔2026〕12号")
    kind: KindName = about(N_("Kind of decision."), "penalty")
    agency: str = about(N_("Code of an agency."), "cgj")
    unit: str = about(N_("Code of the unit."), "brigade1")
    party: str = about(N_("The party: an organisation's name; of persons the family name only."), "王某某")
    party_kind: Literal["citizen", "sole_trader", "organisation"] = about(N_("Kind of party."), "citizen")
    conduct: str = about(N_("The conduct, or the licence applied for."), "擅自倾倒建筑垃圾")
    conduct_on: date = about(N_("Day of the conduct."), "2026-03-02")
    decided_on: date | None = about(N_("Day of the decision."), "2026-03-20")
    published_on: date | None = about(N_("Day of publication."), "2026-03-25")
    outcome: str = about(N_("Outcome: fine, warning, order, spared, granted, refused or measure."), "fine")
    amount: float | None = about(N_("Fine in yuan; empty: none."), 1000)
    minimum: float | None = about(N_("Lower end of the range it was held against."), 500)
    maximum: float | None = about(N_("Upper end of that range."), 2000)
    outside_range: bool = about(N_("Whether it lies outside the range."), False)
    table: str = about(N_("Code of the discretion table; empty: none."), "CG-01")
    rows: list[str] = about(N_("The rows applied."), ["2"])
    item: str = about(N_("Code of the power that was used; empty: not named."), "B1-02")
    public_text: str = about(N_("What the public reads."), "擅自倾倒建筑垃圾，罚款1000元。")
    url: str = about(N_("The page for people."), f"{SITE}/powers/cgj/decisions/12/")


class DecisionWithdrawn(Problem):
    """A decision that was public."""

    number: str = about(N_("Document number."), "示城管罚〔2026〕12号")
    withdrawn_on: date | None = about(N_("Day of the act that revoked it."), "2026-04-20")
    reason: str = about(N_("Why it was revoked."), "经行政复议撤销")


class DecisionPage(Schema):
    """A page of the list of decisions."""

    items: list[DecisionWhole]
    next: str | None = about(N_("Address of the next page; empty: this is the last."), None)
    cursor: str | None = about(N_("Cursor of the next page."), None)
