"""Addresses of plans, tasks, meetings, themes and bodies."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.duties.public import bodies, plans
from gongkai.duties.staff.plans import editing, files, lists, meetings, record, task_record, themes

#: The page of a theme composes what other rooms published: the portal serves it.
public: list[URLPattern] = [
    path("plans/", plans.plans, name="plans"),
    path("plans/<slug:agency>/<str:number>/", plans.plan, name="plan"),
    path("plans/<slug:agency>/<str:number>/tasks.<slug:form>", plans.file, name="plan_file"),
    path("organisation/", bodies.organisation, name="organisation"),
    path("themes/", plans.themes, name="themes"),
]
staff: list[URLPattern] = [
    path("plans/", lists.plans, name="plans"),
    path("plans/new/", editing.new, name="plan_new"),
    path("plans/<int:pk>/", record.plan, name="plan"),
    path("plans/<int:pk>/edit/", editing.edit, name="plan_edit"),
    path("plans/<int:pk>/moves/<slug:key>/", record.move, name="plan_move"),
    path("plans/<int:pk>/tasks/new/", editing.task_new, name="task_new"),
    path("plans/<int:pk>/bring/", files.bring, name="plan_bring"),
    path("plans/<int:pk>/tasks.<slug:form>", files.file, name="plan_file"),
    path("tasks/", lists.tasks, name="tasks"),
    path("tasks/<int:pk>/", task_record.task, name="task"),
    path("tasks/<int:pk>/edit/", editing.task_edit, name="task_edit"),
    path("tasks/<int:pk>/moves/<slug:key>/", task_record.move, name="task_move"),
    path("tasks/<int:pk>/progress/", task_record.progress, name="task_progress"),
    path("tasks/<int:pk>/evidence/", task_record.evidence, name="task_evidence"),
    path("tasks/<int:pk>/theme/", task_record.tag, name="task_tag"),
    path("tasks/evidence/<int:pk>/", task_record.evidence_file, name="task_evidence_file"),
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/new/", meetings.new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.edit, name="meeting_edit"),
    path("meetings/<int:pk>/minutes/", meetings.minutes, name="meeting_minutes"),
    path("meetings/<int:pk>/moves/<slug:key>/", meetings.move, name="meeting_move"),
    path("themes/", lists.themes, name="themes"),
    path("themes/new/", themes.new, name="theme_new"),
    path("themes/<int:pk>/", themes.theme, name="theme"),
    path("themes/<int:pk>/edit/", themes.edit, name="theme_edit"),
    path("themes/<int:pk>/moves/<slug:key>/", themes.move, name="theme_move"),
]
#: One address, whatever the reader's language.
feeds: list[URLPattern] = []
