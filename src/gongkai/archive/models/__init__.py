"""Tables of the archive."""

from gongkai.archive.models.packages import Package, Trouble

__all__ = ["Package", "Trouble"]
