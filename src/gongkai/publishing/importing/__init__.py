"""Readers that turn TXT, HTML, DOCX, CSV and XLSX into plain import records (导入); no database here.

The columns of a table, and what is recognised in each kind of file, are written down in
``docs/importing.md``.
"""

from gongkai.publishing.importing.reading import read
from gongkai.publishing.importing.records import ImportRecord, Problem

__all__ = ["ImportRecord", "Problem", "read"]
