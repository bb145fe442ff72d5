"""The records views handle, by name: views never touch models."""

from gongkai.annual_reports.models import WorkEdition, WorkReport, WorkTemplate

__all__ = ["WorkEdition", "WorkReport", "WorkTemplate"]
