"""Addresses of the room: the public's, the staff's."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.requests.public import apply, deeds, fees, follow, mine
from gongkai.requests.staff import (
    answering,
    disputes,
    entering,
    exports,
    ics,
    imports,
    letters,
    lists,
    moving,
    people,
    preview,
    record,
    redacting,
)

public: list[URLPattern] = [
    path("fees/", fees.fees, name="fees"),
    path("requests/new/", apply.new, name="request_new"),
    path("requests/done/", apply.done, name="request_done"),
    path("requests/follow/", follow.follow, name="request_follow"),
    path("requests/leave/", follow.leave, name="request_leave"),
    path("requests/mine/", mine.mine, name="request_mine"),
    path("requests/mine/clock/", mine.clock, name="request_clock"),
    path("requests/mine/letters/<int:pk>.<slug:kind>", mine.letter_file, name="request_letter_file"),
    path("requests/mine/files/<int:pk>/", mine.answer_file, name="request_answer_file"),
    path("requests/mine/parts/<int:pk>/", mine.part, name="request_part"),
    path("requests/mine/complete/", deeds.complete, name="request_complete"),
    path("requests/mine/reasons/", deeds.reasons, name="request_reasons"),
    path("requests/mine/withdraw/", deeds.withdraw, name="request_withdraw"),
    path("requests/mine/notices/", deeds.notices, name="request_notices"),
]

staff: list[URLPattern] = [
    path("requests/", lists.requests, name="requests"),
    path("requests/load/", lists.load, name="requests_load"),
    path("requests/new/", entering.enter, name="request_new"),
    *letters.urlpatterns_staff,
    *imports.urlpatterns_staff,
    *exports.urlpatterns_staff,
    *ics.urlpatterns_staff,
    path("requests/<int:pk>/", record.record, name="request"),
    path("requests/<int:pk>/presence/", record.presence, name="request_presence"),
    path("requests/<int:pk>/moves/<slug:key>/", moving.move, name="request_move"),
    path("requests/<int:pk>/deeds/<slug:key>/", moving.deed, name="request_deed"),
    path("requests/<int:pk>/hearings/<int:number>/opinion/", moving.opinion, name="request_opinion"),
    path(
        "requests/<int:pk>/hearings/<int:number>/received/",
        moving.letter_received,
        name="request_letter_received",
    ),
    path("requests/<int:pk>/applicant/", people.reveal, name="request_applicant"),
    path("requests/<int:pk>/files/<int:number>/", people.sealed_file, name="request_file"),
    path("requests/<int:pk>/letters/<int:number>/", people.letter, name="request_correspondence"),
    path("requests/<int:pk>/answer/", answering.edit, name="request_answer"),
    path("requests/<int:pk>/answer/preview/", preview.preview, name="request_answer_preview"),
    path("requests/<int:pk>/answer/preview.pdf", preview.paper, name="request_answer_paper"),
    path("requests/<int:pk>/answer/files/<int:number>/", preview.answer_file, name="request_answer_file"),
    path("requests/<int:pk>/answer/files/<int:number>/redact/", redacting.redact, name="request_redact"),
    path(
        "requests/<int:pk>/answer/files/<int:number>/pages/<int:page>/",
        redacting.picture,
        name="request_page",
    ),
    path("disputes/", disputes.disputes, name="disputes"),
    path("disputes/new/", disputes.new, name="dispute_new"),
    path("disputes/<int:pk>/", disputes.dispute, name="dispute"),
]
