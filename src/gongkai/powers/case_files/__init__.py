"""Decisions as files: out of the case system, and to the sites of double publicity (双公示)."""

from gongkai.powers.case_files.model import CaseFault, CaseRow, Cases
from gongkai.powers.case_files.reading import COLUMNS, read_file, read_values

__all__ = ["COLUMNS", "CaseFault", "CaseRow", "Cases", "read_file", "read_values"]
