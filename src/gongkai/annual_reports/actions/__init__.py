"""Every write of annual reports, verb first."""

from gongkai.annual_reports.actions.bringing import bring_in_report
from gongkai.annual_reports.actions.declaring import (
    Declaration,
    declare_figure,
    declare_figures,
    look_at_figures,
)
from gongkai.annual_reports.actions.moving import VERBS, move
from gongkai.annual_reports.actions.preparing import (
    begin_report,
    choose_dispute_rule,
    explain,
    write_sections,
)

__all__ = [
    "VERBS",
    "Declaration",
    "begin_report",
    "bring_in_report",
    "choose_dispute_rule",
    "declare_figure",
    "declare_figures",
    "explain",
    "look_at_figures",
    "move",
    "write_sections",
]
