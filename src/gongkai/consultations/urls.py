"""Addresses of the room: the public's and the staff's, a list for each part of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.consultations.public import answers, compared, files, following, opining, opinions, pages, report
from gongkai.consultations.public import feeds as public_feeds
from gongkai.consultations.public.evaluating import feed as in_force_feed
from gongkai.consultations.public.evaluating import pages as in_force_pages
from gongkai.consultations.public.voice import answers as voice_answers
from gongkai.consultations.public.voice import pages as voice_pages
from gongkai.consultations.public.voice import taking_part as voice_taking_part
from gongkai.consultations.staff.collecting import deeds as staff_collecting_deeds
from gongkai.consultations.staff.collecting import editing as staff_collecting_editing
from gongkai.consultations.staff.collecting import entering as staff_collecting_entering
from gongkai.consultations.staff.collecting import exports as staff_collecting_exports
from gongkai.consultations.staff.collecting import lists as staff_collecting_lists
from gongkai.consultations.staff.collecting import one_remark as staff_remark
from gongkai.consultations.staff.collecting import problems as staff_problems
from gongkai.consultations.staff.collecting import record as staff_collecting_record
from gongkai.consultations.staff.collecting import remarks as staff_remarks
from gongkai.consultations.staff.collecting import sign_ups as staff_sign_ups
from gongkai.consultations.staff.documents import besides as staff_besides
from gongkai.consultations.staff.documents import bringing as staff_bringing
from gongkai.consultations.staff.documents import comparing as staff_comparing
from gongkai.consultations.staff.documents import deeds as staff_deeds
from gongkai.consultations.staff.documents import editing as staff_editing
from gongkai.consultations.staff.documents import lists as staff_lists
from gongkai.consultations.staff.documents import record as staff_record
from gongkai.consultations.staff.documents import text as staff_text
from gongkai.consultations.staff.evaluating import clean_up as staff_clean_up
from gongkai.consultations.staff.evaluating import clean_up_editing as staff_clean_up_editing
from gongkai.consultations.staff.evaluating import evaluation as staff_evaluation
from gongkai.consultations.staff.evaluating import lists as staff_evaluating_lists
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
    path(f"{_OPINION}files/<int:attached>/", staff_opinion.file, name="consultation_opinion_file"),
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
    path("consultations/follow/", following.follow, name="consultation_follow"),
    path("consultations/follow/confirm/<str:token>/", following.confirm, name="consultation_follow_confirm"),
    path("consultations/follow/leave/<str:token>/", following.leave, name="consultation_leave"),
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
    path(
        "consultations/follow/leave/<str:token>/at-once",
        following.leave_at_once,
        name="consultations_leave_at_once",
    ),
]

#: Standing channels for staff: collections, what came in, and the problems it showed.
_COLLECTION = "collections/<int:pk>/"
_PROBLEM = "problems/<int:pk>/"
collecting_staff: list[URLPattern] = [
    path("collections/", staff_collecting_lists.collections, name="collections"),
    path("collections/new/", staff_collecting_editing.new, name="collection_new"),
    path(_COLLECTION, staff_collecting_record.collection, name="collection"),
    path(f"{_COLLECTION}edit/", staff_collecting_editing.edit, name="collection_edit"),
    path(f"{_COLLECTION}moves/<slug:key>/", staff_collecting_deeds.move, name="collection_move"),
    path(f"{_COLLECTION}remarks/", staff_remarks.remarks, name="collection_remarks"),
    path(f"{_COLLECTION}remarks/<int:remark>/", staff_remark.remark, name="collection_remark"),
    path(f"{_COLLECTION}enter/", staff_collecting_entering.enter, name="collection_enter"),
    path(f"{_COLLECTION}sign-ups/", staff_sign_ups.sign_ups, name="collection_sign_ups"),
    path(f"{_COLLECTION}results/", staff_collecting_deeds.results, name="collection_results"),
    path(f"{_COLLECTION}problem/", staff_collecting_deeds.find_problem, name="collection_problem"),
    path(f"{_COLLECTION}export.<slug:form>", staff_collecting_exports.export, name="collection_export"),
    path("problems/", staff_collecting_lists.problems, name="problems"),
    path(_PROBLEM, staff_problems.problem, name="problem"),
    path(f"{_PROBLEM}plan/", staff_problems.plan, name="problem_plan"),
    path(f"{_PROBLEM}report/", staff_problems.report, name="problem_report"),
    path(f"{_PROBLEM}moves/<slug:key>/", staff_problems.move, name="problem_move"),
]
staff += collecting_staff

#: Standing channels for the public: what is open, taking part, what came of it.
_VOICE = "voice/<slug:agency>/<str:number>/"
collecting_public: list[URLPattern] = [
    path("voice/", voice_pages.voice, name="voice"),
    path("voice/answer/", voice_answers.answer, name="voice_answer"),
    path(_VOICE, voice_pages.collection, name="collection"),
    path(f"{_VOICE}take-part/", voice_taking_part.take_part, name="collection_take_part"),
    path(f"{_VOICE}sign-up/", voice_taking_part.sign_up, name="collection_sign_up"),
    path("problems/<slug:agency>/<str:number>/", voice_pages.problem, name="problem"),
]
public += collecting_public

#: What becomes of rules in force, for staff: post-evaluations and clean-up lists.
_EVALUATION = "evaluations/<int:pk>/"
_CLEAN_UP = "clean-ups/<int:pk>/"
evaluating_staff: list[URLPattern] = [
    path(f"{_DOCUMENT}evaluate/", staff_evaluation.new, name="evaluation_new"),
    path("evaluations/", staff_evaluating_lists.evaluations, name="evaluations"),
    path(_EVALUATION, staff_evaluation.evaluation, name="evaluation"),
    path(f"{_EVALUATION}edit/", staff_evaluation.edit, name="evaluation_edit"),
    path(f"{_EVALUATION}moves/<slug:key>/", staff_evaluation.move, name="evaluation_move"),
    path("clean-ups/", staff_evaluating_lists.clean_ups, name="clean_ups"),
    path("clean-ups/new/", staff_clean_up_editing.new, name="clean_up_new"),
    path(_CLEAN_UP, staff_clean_up.clean_up, name="clean_up"),
    path(f"{_CLEAN_UP}edit/", staff_clean_up_editing.edit, name="clean_up_edit"),
    path(f"{_CLEAN_UP}moves/<slug:key>/", staff_clean_up.move, name="clean_up_move"),
    path(f"{_CLEAN_UP}repeal/<int:entry>/", staff_clean_up.repeal, name="clean_up_repeal"),
]
staff += evaluating_staff

#: The same for the public, with the lists as files and what is new as a feed.
_LIST = "clean-ups/<slug:agency>/<str:number>/"
evaluating_public: list[URLPattern] = [
    path("rules-in-force/", in_force_pages.in_force, name="rules_in_force"),
    path("evaluations/<slug:agency>/<str:number>/", in_force_pages.evaluation, name="evaluation"),
    path(_LIST, in_force_pages.clean_up, name="clean_up"),
    path(f"{_LIST}list.<slug:form>", in_force_pages.file, name="clean_up_file"),
]
public += evaluating_public
feeds += [path("rules-in-force/feed.atom", in_force_feed.feed, name="rules_in_force_feed")]
