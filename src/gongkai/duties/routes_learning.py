"""Addresses of this part of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.duties.public import training
from gongkai.duties.staff.learning import (
    bank,
    bringing,
    certificates,
    courses,
    examinations,
    mine,
    overview,
    roster,
    sittings,
)

public: list[URLPattern] = [path("training/", training.training, name="training")]
staff: list[URLPattern] = [
    path("learning/", overview.learning, name="learning"),
    path("learning/mine/", mine.my_examinations, name="learning_mine"),
    path("learning/mine/<int:pk>/", mine.sit, name="learning_sit"),
    path("learning/mine/<int:pk>/begin/", mine.begin, name="learning_sit_begin"),
    path("learning/mine/<int:pk>/pages/<int:number>/", mine.page, name="learning_sit_page"),
    path("learning/bring/<slug:kind>/", bringing.bring, name="learning_bring"),
    path("learning/courses/", courses.listed, name="learning_courses"),
    path("learning/courses/new/", courses.new, name="learning_course_new"),
    path("learning/courses/<int:pk>/", courses.course, name="learning_course"),
    path("learning/courses/<int:pk>/edit/", courses.edit, name="learning_course_edit"),
    path("learning/courses/<int:pk>/moves/<slug:key>/", courses.move, name="learning_course_move"),
    path("learning/courses/<int:pk>/units/<int:unit_id>/", courses.tick, name="learning_tick"),
    path("learning/roster/", roster.learners, name="learning_roster"),
    path("learning/roster/new/", roster.new, name="learning_learner_new"),
    path("learning/roster/unstudied/", roster.unstudied, name="learning_unstudied"),
    path("learning/roster.csv", roster.roster_file, name="learning_roster_file"),
    path("learning/roster/<int:pk>/", roster.learner, name="learning_learner"),
    path("learning/roster/<int:pk>/edit/", roster.edit, name="learning_learner_edit"),
    path("learning/questions/", bank.questions, name="learning_questions"),
    path("learning/questions/new/", bank.new, name="learning_question_new"),
    path("learning/questions.csv", bank.question_file, name="learning_question_file"),
    path("learning/questions/<int:pk>/", bank.question, name="learning_question"),
    path("learning/questions/<int:pk>/retire/", bank.retire, name="learning_question_retire"),
    path("learning/examinations/", examinations.listed, name="learning_examinations"),
    path("learning/examinations/new/", examinations.new, name="learning_examination_new"),
    path("learning/examinations/<int:pk>/", examinations.examination, name="learning_examination"),
    path("learning/examinations/<int:pk>/edit/", examinations.edit, name="learning_examination_edit"),
    path(
        "learning/examinations/<int:pk>/moves/<slug:key>/",
        examinations.move,
        name="learning_examination_move",
    ),
    path("learning/examinations/<int:pk>/certificates/", examinations.issue, name="learning_issue"),
    path("learning/examinations/<int:pk>/sittings/", sittings.new, name="learning_sitting_new"),
    path("learning/sittings/<int:pk>/", sittings.sitting, name="learning_sitting"),
    path("learning/sittings/<int:pk>/enrol/", sittings.enrol, name="learning_enrol"),
    path("learning/sittings/<int:pk>/call-off/", sittings.call_off, name="learning_call_off"),
    path("learning/candidates/<int:pk>/strike/", sittings.strike, name="learning_strike"),
    path("learning/papers/<int:pk>/", sittings.paper, name="learning_paper"),
    path("learning/certificates/", certificates.listed, name="learning_certificates"),
    path("learning/certificates/<int:pk>.pdf", certificates.certificate, name="learning_certificate"),
]
#: One address, whatever the reader's language.
feeds: list[URLPattern] = []
