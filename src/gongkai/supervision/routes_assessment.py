"""The addresses of assessment: score sheets, assessments and entries, and the published results."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.supervision.public import assessments as public_pages
from gongkai.supervision.staff.assessing import routes as assessing
from gongkai.supervision.staff.sheets import editing, lists, record

staff: list[URLPattern] = [
    path("score-sheets/", lists.score_sheets, name="score_sheets"),
    path("score-sheets/new/", lists.new, name="score_sheet_new"),
    path("score-sheets/<int:pk>/", record.score_sheet, name="score_sheet"),
    path("score-sheets/<int:pk>/edit/", editing.edit, name="score_sheet_edit"),
    path("score-sheets/<int:pk>/lines/<slug:key>/", editing.line, name="score_sheet_line"),
    path("score-sheets/<int:pk>/simulate/", record.simulate, name="score_sheet_simulate"),
    path("score-sheets/<int:pk>/table.csv", record.table, name="score_sheet_table"),
    path("score-sheets/<int:pk>/moves/<slug:key>/", record.move, name="score_sheet_move"),
    *assessing.staff,
]
public: list[URLPattern] = [
    path("assessments/", public_pages.assessments, name="assessments"),
    path("assessments/<slug:code>/<int:pk>/", public_pages.assessment, name="assessment"),
    path("assessments/<slug:code>/<int:pk>/results.csv", public_pages.results_csv, name="assessment_csv"),
    path("assessments/<slug:code>/<int:pk>/results.json", public_pages.results_json, name="assessment_json"),
]
