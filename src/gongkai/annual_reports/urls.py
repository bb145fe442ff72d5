"""Addresses of annual reports: the public's and the staff's."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from gongkai.annual_reports import feeds as atom
from gongkai.annual_reports import public as pages
from gongkai.annual_reports import work_public
from gongkai.annual_reports.staff import deeds, lists, reading, record
from gongkai.annual_reports.staff.work import deeds as work_deeds
from gongkai.annual_reports.staff.work import reading as work_reading
from gongkai.annual_reports.staff.work import record as work_record

public: list[URLPattern] = [
    path("reports/<slug:agency>/<int:year>/", pages.report, name="report"),
    path("reports/<slug:agency>/<int:year>/sum/", pages.report, {"scope": "sum"}, name="report_sum"),
    re_path(
        r"^reports/(?P<agency>[-\w]+)/(?P<year>\d{1,6})/report\.(?P<kind>pdf|docx|html|json)$",
        pages.report_file,
        name="report_file",
    ),
    re_path(
        r"^reports/(?P<agency>[-\w]+)/(?P<year>\d{1,6})/sum/report\.(?P<kind>pdf|docx|html|json)$",
        pages.report_file,
        {"scope": "sum"},
        name="report_sum_file",
    ),
    path("reports/<slug:agency>/<int:year>/work/", work_public.report, name="work_report"),
    path("reports/<slug:agency>/<int:year>/work/figure/<slug:key>/", work_public.figure, name="work_figure"),
    re_path(
        r"^reports/(?P<agency>[-\w]+)/(?P<year>\d{1,6})/work/report\.(?P<kind>pdf|docx|html|json)$",
        work_public.report_file,
        name="work_report_file",
    ),
]

#: One address, whatever the reader's language.
feeds: list[URLPattern] = [path("feeds/reports.atom", atom.reports, name="feed_reports")]

staff: list[URLPattern] = [
    path("reports/", lists.reports, name="reports"),
    path("reports/number/<int:pk>/", lists.by_number, name="report_by_number"),
    path("reports/work/", work_record.reports, name="work_reports"),
    path("reports/work/template/", work_deeds.template, name="work_template"),
    path("reports/work/<int:year>/", work_record.record, name="work_report"),
    path("reports/work/<int:year>/edit/", work_deeds.edit, name="work_edit"),
    path("reports/work/<int:year>/moves/<slug:key>/", work_deeds.move, name="work_move"),
    path("reports/work/<int:year>/figure/<slug:key>/", work_reading.figure, name="work_figure"),
    path("reports/work/<int:year>/report.<slug:kind>", work_reading.file, name="work_file"),
    path("reports/<int:year>/", record.record, name="report"),
    path("reports/<int:year>/edit/", deeds.edit, name="report_edit"),
    path("reports/<int:year>/rule/", deeds.choose_rule, name="report_rule"),
    path("reports/<int:year>/explain/", deeds.explain, name="report_explain"),
    path("reports/<int:year>/declare/", deeds.declare, name="report_declare"),
    path("reports/<int:year>/moves/<slug:key>/", deeds.move, name="report_move"),
    path(
        "reports/<int:year>/figure/<slug:table>/<slug:row>/<slug:column>/",
        reading.figure,
        name="report_figure",
    ),
    path("reports/<int:year>/evidence/<int:pk>/", reading.evidence, name="report_evidence"),
    path("reports/<int:year>/report.<slug:kind>", reading.file, name="report_file"),
]

api: list[URLPattern] = []
