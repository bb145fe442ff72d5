"""Registers kept elsewhere, read from a file: looked at first, then brought in whole or not at all."""

from gongkai.requests.importing.checking import COLUMNS, Reading, look
from gongkai.requests.importing.problems import Problem, Problems
from gongkai.requests.importing.reading import Progress
from gongkai.requests.importing.records import DisputeRow, Findings, Register, RequestRow
from gongkai.requests.importing.source import open_source

__all__ = [
    "COLUMNS",
    "DisputeRow",
    "Findings",
    "Problem",
    "Problems",
    "Progress",
    "Reading",
    "Register",
    "RequestRow",
    "look",
    "open_source",
]
