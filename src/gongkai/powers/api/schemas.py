"""The shapes the room's open data have, each field with what it means and an example: also the data dictionary."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from gongkai.core.open_data import OptionalDay, about
from gongkai.domain.text import N_

KEY = r"^[A-Za-z0-9._-]*$"
SITE = "https://www.example.gov.cn"
PAGE = f"{SITE}/powers/cgj/discretion/CG-01/"
OutcomeName = Literal["fine", "warning", "order", "spared"]


class TableQuestion(Schema):
    """What a list of discretion tables is narrowed by."""

    q: str = Field(
        "", max_length=60, description=N_("Words of the conduct or of the power; all must be there.")
    )
    agency: str = Field("", max_length=40, pattern=KEY, description=N_("Code of an agency."))
    on: OptionalDay = Field(None, description=N_("In force on this day; today if left out."))
    cursor: str = Field(
        "",
        max_length=100,
        description=N_("Where the page begins: the cursor of the page before it, as it stands."),
    )
    limit: int = Field(50, ge=1, le=200, description=N_("Tables on a page."))


class OneTable(Schema):
    """Which version of a table."""

    agency: str = Field(
        "", max_length=40, pattern=KEY, description=N_("Code of the agency, where several use the same code.")
    )
    on: OptionalDay = Field(None, description=N_("In force on this day; today if left out."))


class CaseQuestion(Schema):
    """A case a table is asked about."""

    facts: str = Field(
        "{}",
        max_length=4_000,
        description=N_("The facts as a JSON object: factor and value; circumstances as true."),
        json_schema_extra={"example": '{"area": 7}'},
    )
    on: OptionalDay = Field(
        None,
        description=N_("The day of the conduct; today if left out."),
        json_schema_extra={"example": "2026-03-02"},
    )
    decided: OptionalDay = Field(None, description=N_("The day of the decision; today if left out."))
    agency: str = Field(
        "", max_length=40, pattern=KEY, description=N_("Code of the agency, where several use the same code.")
    )


class TableInList(Schema):
    """A discretion table as the list gives it."""

    agency: str = about(N_("Code of the agency."), "cgj")
    code: str = about(N_("Code of the table."), "CG-01")
    title: str = about(N_("The conduct it is about."), "擅自占用道路堆放物料")
    unit: str = about(N_("Code of the unit that answers for it."), "brigade1")
    power: str = about(N_("Code of the power it belongs to; empty: none."), "B1-02")
    version: int = about(N_("Number of the version."), 2)
    in_force_from: date | None = about(N_("First day in force."), "2024-01-01")
    in_force_until: date | None = about(N_("Last day in force; empty: no end."), None)
    as_published: bool = about(N_("Taken over as it was published, with its faults."), False)
    url: str = about(N_("The page for people."), PAGE)
    calculator: str = about(N_("The calculator for people."), f"{PAGE}calculator/")
    evaluate: str = about(N_("Where a case is asked."), f"{SITE}/api/v1/discretion/CG-01/evaluate")


class TablePage(Schema):
    """A page of the list of tables."""

    items: list[TableInList]
    next: str | None = about(N_("Address of the next page; empty: this is the last."), None)
    cursor: str | None = about(N_("Cursor of the next page."), None)


class TableFactor(Schema):
    """A factor a table looks at."""

    key: str = about(N_("Its name among the facts."), "area")
    label: str = about(N_("Its name for people."), "area")
    kind: Literal["number", "choice", "yes_no", "count"] = about(N_("What its values are."), "number")
    unit: str = about(N_("Unit of its numbers."), "平方米")
    domain: str = about(N_("The values it can take, as the CSV writes them."), "number [0..]")


class TableCondition(Schema):
    """A condition of a row; all of a row's hold together."""

    factor: str = about(N_("The factor."), "area")
    operator: Literal["<", "<=", ">", ">=", "=", "in"] = about(N_("The comparison."), ">=")
    value: str = about(N_("The value; several of “in” are parted by |."), "5")


class TableRow(Schema):
    """A row of a table: from where to where the penalty goes."""

    row: str = about(N_("Its number in the table."), "2")
    conditions: list[TableCondition]
    outcome: OutcomeName = about(N_("What follows."), "fine")
    minimum: int | float | str | None = about(N_("Lower end of the range."), 500)
    maximum: int | float | str | None = about(N_("Upper end of the range; empty: no end."), 1000)
    unit: str = about(N_("Unit of the range; yuan for money."), "yuan")
    basis: str = about(N_("The article it stands on."), "《示例条例》第二十条")
    note: str = about(N_("A remark."), "")


class TableFault(Schema):
    """A fault the proof finds."""

    kind: str = about(N_("Kind: overlap, gap, empty, range, broken or unproved."), "overlap")
    rows: list[str] = about(N_("The rows."), ["1", "2"])
    cases: list[str] = about(N_("The very cases."), ["area = 5"])
    reason: str = about(N_("The fault in a sentence."), "CG-01: the rows 1 and 2 both fit area = 5.")


class TableWhole(TableInList):
    """A discretion table with all it says."""

    conduct: str = about(N_("The conduct."), "擅自占用道路堆放物料")
    basis: str = about(N_("The article it stands on."), "《示例条例》第二十条")
    factors: list[TableFactor]
    rows: list[TableRow]
    faults: list[TableFault]


class TraceLine(Schema):
    """A condition of a row as it came out; a row without conditions has one line without a factor."""

    row: str = about(N_("The row."), "2")
    factor: str = about(N_("The factor."), "area")
    operator: str = about(N_("The comparison."), ">=")
    value: str = about(N_("What the row asks for."), "5")
    fact: str = about(N_("The fact of the case."), "7")
    holds: bool = about(N_("Whether it holds."), True)


class AnswerCircumstance(Schema):
    """A circumstance said to be there."""

    key: str = about(N_("Its key."), "first_offence")
    effect: Literal["lighter", "heavier", "spared"] = about(N_("What it does."), "spared")
    binding: bool = about(N_("Whether the law says “shall”."), False)
    article: str = about(N_("Where it stands written."), "《行政处罚法》第三十三条第一款")


class OtherVersion(Schema):
    """What the version set aside says."""

    version: str = about(N_("Number of the version."), "1")
    rows: list[str] = about(N_("The rows the case falls in."), ["2"])
    outcome: OutcomeName | None = about(N_("What follows."), "fine")
    minimum: int | float | str | None = about(N_("Lower end of the range."), 1000)
    maximum: int | float | str | None = about(N_("Upper end of the range."), 5000)
    unit: str = about(N_("Unit of the range."), "yuan")
    fault: bool = about(N_("Whether the table fails for the case."), False)


class MilderAnswer(Schema):
    """Which version holds, and why."""

    chosen: Literal["old", "new"] = about(N_("The version that holds."), "new")
    sure: bool = about(N_("Whether the two could be compared; otherwise a person decides."), True)
    reason: str = about(N_("Why, in a sentence."), "2024年1月1日起施行的版本更轻，因此适用该版本。")
    citation: str = about(N_("The article."), "《行政处罚法》第三十七条")
    other: OtherVersion | None = about(N_("What the version set aside says."))


class TableAnswer(Schema):
    """What a table says of a case."""

    code: str = about(N_("Code of the table."), "CG-01")
    version: str = about(N_("Number of the version that holds."), "2")
    on: date = about(N_("The day of the conduct."), "2026-03-02")
    rows: list[str] = about(N_("The rows the case falls in."), ["2"])
    outcome: OutcomeName | None = about(
        N_("What follows; empty where the rows differ or there is none."), "fine"
    )
    minimum: int | float | str | None = about(N_("Lower end of the range."), 500)
    maximum: int | float | str | None = about(N_("Upper end of the range; empty: no end."), 1000)
    unit: str = about(N_("Unit of the range; yuan for money."), "yuan")
    fault: bool = about(N_("No row or more than one fits: a person must decide."), False)
    says: str = about(N_("The answer in a sentence."), "按裁量基准：罚款500元至1000元。")
    remarks: list[str] = about(N_("What must be known besides."), [])
    trace: list[TraceLine]
    citation: str = about(N_("The article the row stands on."), "《示例条例》第二十条")
    circumstances: list[AnswerCircumstance]
    milder: MilderAnswer | None = about(N_("Both versions compared, where there are two."))
