"""Fields every form of the room shares: those of the house."""

from gongkai.core.formfields import day_field, line, lines, refuse

__all__ = ["day_field", "line", "lines", "refuse"]
