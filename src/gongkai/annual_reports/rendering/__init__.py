"""A report put into its forms: JSON document, printed tables, paper, a page that needs nothing else."""

from gongkai.annual_reports.rendering.document import document, prose
from gongkai.annual_reports.rendering.grids import Grid, Square, grid, written
from gongkai.annual_reports.rendering.page import charts, page, parts
from gongkai.annual_reports.rendering.paper import Kind, paper, sheet_of

__all__ = [
    "Grid",
    "Kind",
    "Square",
    "charts",
    "document",
    "grid",
    "page",
    "paper",
    "parts",
    "prose",
    "sheet_of",
    "written",
]
