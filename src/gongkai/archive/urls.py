"""The addresses of the archive: ``staff`` included by the workspace. Nothing of it is public."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.archive.staff import lists, package, year

staff: list[URLPattern] = [
    path("archive/", lists.archive, name="archive"),
    path("archive/waiting/", lists.to_archive, name="archive_waiting"),
    path("archive/waiting/archive/", lists.make, name="archive_make"),
    path("archive/years/<int:year>/", year.year, name="archive_year"),
    path("archive/years/<int:year>/list.<slug:form>", year.year_file, name="archive_year_file"),
    path("archive/<int:pk>/", package.package, name="archive_package"),
    path("archive/<int:pk>/export/", package.export, name="archive_export"),
    path("archive/<int:pk>/check/", package.check, name="archive_check"),
]
