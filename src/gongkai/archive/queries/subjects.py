"""Packages as subjects of the ledger."""

from __future__ import annotations

from gongkai.archive.models import Package

PACKAGE = "archive.package"


def subject_of(package: Package) -> tuple[str, object]:
    """The package as a subject."""
    return PACKAGE, package.pk
