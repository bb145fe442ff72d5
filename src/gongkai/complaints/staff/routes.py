"""Addresses of the staff's record and lists of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.complaints.staff import (
    bulk,
    correcting,
    files,
    lists,
    moving,
    people,
    public_version,
    record,
    replying,
)

urlpatterns_staff: list[URLPattern] = [
    path("complaints/", lists.complaints, name="complaints"),
    path("complaints/precedents/", lists.precedents, name="complaint_precedents"),
    path("complaints/lists/<slug:which>/", lists.complaint_list, name="complaint_list"),
    path("complaints/lists/<slug:which>/done/", bulk.complaint_bulk, name="complaint_bulk"),
    path("complaints/<int:pk>/", record.record, name="complaint"),
    path("complaints/<int:pk>/presence/", record.presence, name="complaint_presence"),
    path("complaints/<int:pk>/moves/<slug:verb>/", moving.move, name="complaint_move"),
    path("complaints/<int:pk>/deeds/<slug:verb>/", moving.deed, name="complaint_deed"),
    path("complaints/<int:pk>/merge/", moving.merge, name="complaint_merge"),
    path("complaints/<int:pk>/correct/", correcting.correct, name="complaint_correct"),
    path("complaints/<int:pk>/reporter/", people.reveal, name="complaint_reporter"),
    path("complaints/<int:pk>/reply/", replying.edit, name="complaint_reply"),
    path("complaints/<int:pk>/reply/autosave/", replying.autosave, name="complaint_reply_autosave"),
    path("complaints/<int:pk>/files/<int:number>/", files.open_file, name="complaint_file"),
    path("complaints/<int:pk>/files/<int:number>/small/", files.photo, name="complaint_photo"),
    path("complaints/<int:pk>/files/<int:number>/whole/", files.whole, name="complaint_whole"),
    path("complaints/<int:pk>/files/<int:number>/veil/", files.veil, name="complaint_veil"),
    path("complaints/<int:pk>/files/<int:number>/remove/", files.remove, name="complaint_remove"),
    path("complaints/<int:pk>/public/", public_version.prepare, name="complaint_public"),
    path("complaints/<int:pk>/public/release/", public_version.release, name="complaint_release"),
    path("complaints/<int:pk>/public/hide/", public_version.hide, name="complaint_hide"),
]
