"""Addresses of the room: the public's and the staff's, a list for each part of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.consultations.public import answers, compared, files, opining, opinions, pages, report
from gongkai.consultations.public import feeds as public_feeds
from gongkai.consultations.staff.documents import besides as staff_besides
from gongkai.consultations.staff.documents import bringing as staff_bringing
from gongkai.consultations.staff.documents import comparing as staff_comparing
from gongkai.consultations.staff.documents import deeds as staff_deeds
from gongkai.consultations.staff.documents import editing as staff_editing
from gongkai.consultations.staff.documents import lists as staff_lists
from gongkai.consultations.staff.documents import record as staff_record
from gongkai.consultations.staff.documents import text as staff_text
from gongkai.consultations.staff.opinions import bulk as staff_opinions
from gongkai.consultations.staff.opinions import entering as staff_entering
from gongkai.consultations.staff.opinions import exports as staff_exports
from gongkai.consultations.staff.opinions import groups as staff_groups
from gongkai.consultations.staff.opinions import one as staff_opinion
from gongkai.consultations.staff.opinions import report as staff_report

public: list[URLPattern] = []
staff: list[URLPattern] = []
#: One address, whatever the reader's language.
feeds: list[URLPattern] = []
api: list[URLPattern] = []

#: Documents on their way: list, project, record, text, comparison, deeds.
_DOCUMENT = "consultations/<int:pk>/"
documents_staff: list[URLPattern] = [
    path("consultations/", staff_lists.consultations, name="consultations"),
    path("consultations/new/", staff_editing.new, name="consultation_new"),
    path(_DOCUMENT, staff_record.consultation, name="consultation"),
    path(f"{_DOCUMENT}edit/", staff_editing.edit, name="consultation_edit"),
    path(f"{_DOCUMENT}text/", staff_text.text, name="consultation_text"),
    path(f"{_DOCUMENT}text/bring/", staff_bringing.bring, name="consultation_text_bring"),
    path(f"{_DOCUMENT}compare/<int:old>/<int:new>/", staff_comparing.compare, name="consultation_compare"),
    path(f"{_DOCUMENT}moves/<slug:key>/", staff_deeds.move, name="consultation_move"),
    path(f"{_DOCUMENT}records/", staff_besides.record, name="consultation_record"),
    path(f"{_DOCUMENT}with-it/", staff_deeds.with_it, name="consultation_with_it"),
]
staff += documents_staff

#: Opinions: list, one, entering, groups, the adoption report, files.
_OPINION = f"{_DOCUMENT}opinions/<int:opinion>/"
opinions_staff: list[URLPattern] = [
    path(f"{_DOCUMENT}opinions/", staff_opinions.opinions, name="consultation_opinions"),
    path(f"{_DOCUMENT}opinions/enter/", staff_entering.enter, name="consultation_opinion_enter"),
    path(_OPINION, staff_opinion.opinion, name="consultation_opinion"),
    path(f"{_OPINION}<slug:deed>/", staff_opinion.deed, name="consultation_opinion_deed"),
    path(f"{_DOCUMENT}groups/<int:group>/", staff_groups.group, name="consultation_group"),
    path(f"{_DOCUMENT}report/", staff_report.report, name="consultation_report"),
    path(f"{_DOCUMENT}export.<slug:form>", staff_exports.export, name="consultation_export"),
]
staff += opinions_staff

#: What the public reads, and where it gives opinions.
_CONSULTATION = "consultations/<slug:agency>/<str:number>/"
consultations_public: list[URLPattern] = [
    path("consultations/", pages.consultations, name="consultations"),
    path("consultations/answer/", answers.answer, name="consultation_answer"),
    path(_CONSULTATION, pages.consultation, name="consultation"),
    path(f"{_CONSULTATION}versions/<int:version>/", pages.version, name="consultation_version"),
    path(f"{_CONSULTATION}compare/<int:old>/<int:new>/", compared.compare, name="consultation_compare"),
    path(f"{_CONSULTATION}opinion/", opining.opinion, name="consultation_opinion_new"),
    path(f"{_CONSULTATION}opinions/", opinions.opinions, name="consultation_opinions"),
    path(f"{_CONSULTATION}report/", report.report, name="consultation_report"),
    path(f"{_CONSULTATION}text.<slug:form>", files.file, name="consultation_file"),
]
public += consultations_public
feeds += [
    path("consultations.ics", public_feeds.calendar, name="consultations_ics"),
    path("consultations/feed.atom", public_feeds.feed, name="consultations_feed"),
]
