"""Tables of the mezzanine: the statutory report, and the work report in the agency's own words."""

from gongkai.annual_reports.models.statutory import DeclaredFigure, Edition, Explanation, Report, Step
from gongkai.annual_reports.models.work import WorkEdition, WorkReport, WorkStep, WorkTemplate

__all__ = [
    "DeclaredFigure",
    "Edition",
    "Explanation",
    "Report",
    "Step",
    "WorkEdition",
    "WorkReport",
    "WorkStep",
    "WorkTemplate",
]
