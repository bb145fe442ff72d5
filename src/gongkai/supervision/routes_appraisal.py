"""The addresses of the appraisal of openness."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.supervision.public import appraisals as public_pages
from gongkai.supervision.public import appraising
from gongkai.supervision.staff import appraisal_calls as calls
from gongkai.supervision.staff import appraisal_editing as editing
from gongkai.supervision.staff import appraisal_lists as lists
from gongkai.supervision.staff import appraisal_record as record
from gongkai.supervision.staff import appraisal_words as words

staff: list[URLPattern] = [
    path("appraisals/", lists.appraisals, name="appraisals"),
    path("appraisals/new/", editing.prepare, name="appraisal_new"),
    path("appraisals/calls/", calls.calls, name="appraisal_calls"),
    path("appraisals/calls/<int:pk>/", calls.call, name="appraisal_call"),
    path("appraisals/<int:pk>/", record.appraisal, name="appraisal"),
    path("appraisals/<int:pk>/edit/", editing.edit, name="appraisal_edit"),
    path("appraisals/<int:pk>/moves/<slug:key>/", record.move, name="appraisal_move"),
    path("appraisals/<int:pk>/words/", words.words, name="appraisal_words"),
    path("appraisals/<int:pk>/words/<uuid:row>/", words.look, name="appraisal_words_look"),
]
public: list[URLPattern] = [
    path("appraisals/", public_pages.appraisals, name="appraisals"),
    path("appraisals/invited/", appraising.code, name="appraisal_code"),
    path("appraisals/invited/<slug:code>/", appraising.invited, name="appraisal_invited"),
    path("appraisals/<slug:agency>/<str:number>/", public_pages.appraisal, name="appraisal"),
    path("appraisals/<slug:agency>/<str:number>/answer/", appraising.take_part, name="appraisal_take_part"),
    path("appraisals/<slug:agency>/<str:number>/frame.csv", public_pages.frame, name="appraisal_frame"),
    path(
        "appraisals/<slug:agency>/<str:number>/results.<slug:form>", public_pages.file, name="appraisal_file"
    ),
]
