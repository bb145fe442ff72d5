"""The addresses of assessments and entries."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.supervision.staff.assessing import entry, entry_deeds, entry_records, lists, record

staff: list[URLPattern] = [
    path("assessments/", lists.assessments, name="assessments"),
    path("assessments/new/", lists.new, name="assessment_new"),
    path("assessments/<int:pk>/", record.assessment, name="assessment"),
    path("assessments/<int:pk>/moves/<slug:key>/", record.move, name="assessment_move"),
    path("assessments/<int:pk>/choose/", record.choose, name="assessment_choose"),
    path("assessments/<int:pk>/recount/", record.recount, name="assessment_recount"),
    path("assessments/entries/<int:pk>/", entry.entry, name="assessed"),
    path("assessments/entries/<int:pk>/moves/<slug:key>/", entry_deeds.move, name="assessed_move"),
    path(
        "assessments/entries/<int:pk>/records/<slug:measure>/",
        entry_records.records,
        name="assessed_records",
    ),
    path("assessments/entries/<int:pk>/evidence/", entry_deeds.evidence, name="assessed_evidence"),
    path(
        "assessments/entries/<int:pk>/evidence/<int:number>/",
        entry_deeds.evidence_file,
        name="assessed_evidence_file",
    ),
]
