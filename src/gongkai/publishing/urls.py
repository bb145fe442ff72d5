"""Addresses of the room: the public's, the staff's, the programs'."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from gongkai.publishing import feeds as atom
from gongkai.publishing import public as pages
from gongkai.publishing.staff import (
    channels,
    drafting,
    imports,
    internal,
    keeping,
    lists,
    moving,
    reading,
    record,
)

public: list[URLPattern] = [
    path("documents/", pages.documents, name="documents"),
    re_path(r"^documents/(?P<slug>[-\w]+)\.(?P<kind>pdf|docx)$", pages.paper, name="document_paper"),
    path("documents/<slug:slug>/", pages.document, name="document"),
    path("documents/<slug:slug>/qr.svg", pages.qr, name="document_qr"),
    path("documents/<slug:slug>/compare/", pages.compare, name="document_compare"),
    path("documents/<slug:slug>/versions/<int:number>/", pages.version, name="document_version"),
    path(
        "documents/<slug:slug>/attachments/<int:number>/<str:name>",
        pages.attachment,
        name="document_attachment",
    ),
    path("catalogue/", pages.catalogue, name="catalogue"),
    re_path(r"^catalogue/index\.(?P<form>csv|json)$", pages.export, name="catalogue_export"),
    path("catalogue/<str:key>/", pages.catalogue_row, name="catalogue_row"),
    path("topics/", pages.topics, name="topics"),
    path("topics/<slug:slug>/", pages.topic, name="topic"),
]

#: One address each, whatever the reader's language.
feeds: list[URLPattern] = [
    path("feeds/all.atom", atom.everything, name="feed_all"),
    path("feeds/catalogue/<str:key>.atom", atom.row, name="feed_row"),
    path("feeds/topics/<slug:slug>.atom", atom.topic, name="feed_topic"),
    path("feeds/agencies/<slug:code>.atom", atom.agency, name="feed_agency"),
]

staff: list[URLPattern] = [
    path("documents/", lists.documents, name="documents"),
    path("documents/new/", lists.new_document, name="document_new"),
    path("documents/<int:pk>/", record.record, name="document"),
    path("documents/<int:pk>/edit/", drafting.edit, name="document_edit"),
    path("documents/<int:pk>/autosave/", drafting.autosave, name="document_autosave"),
    path("documents/<int:pk>/attach/", drafting.attach, name="document_attach"),
    path("documents/<int:pk>/presence/", drafting.presence, name="document_presence"),
    path("documents/<int:pk>/preview/", reading.preview, name="document_preview"),
    path("documents/<int:pk>/files/<int:number>/", reading.attachment, name="document_file"),
    path("documents/<int:pk>/versions/<int:number>/", reading.version, name="document_version"),
    path("documents/<int:pk>/compare/", reading.compare, name="document_compare"),
    path("documents/<int:pk>/moves/<slug:key>/", moving.move, name="document_move"),
    path("documents/<int:pk>/releases/", moving.record_release, name="document_release"),
    path("documents/<int:pk>/releases/<int:release>/strike/", moving.strike_release, name="release_strike"),
    path("documents/<int:pk>/releases/<int:release>/evidence/", reading.evidence, name="release_evidence"),
    path("internal/", internal.calendar, name="internal"),
    path("internal/<slug:kind>/<int:year>/<int:month>/", internal.month, name="internal_month"),
    path("catalogue/", keeping.catalogue, name="catalogue"),
    path("catalogue/<str:key>/", keeping.catalogue_row, name="catalogue_row"),
    path("topics/", keeping.topics, name="topics"),
    path("topics/<slug:slug>/close/", keeping.close_topic, name="topic_close"),
    path("channels/", channels.channels, name="channels"),
    path("channels/<int:pk>/", channels.channel, name="channel"),
    path("channels/<int:pk>/close/", channels.close_channel, name="channel_close"),
    path("wordings/", channels.wordings, name="wordings"),
    path("wordings/<int:pk>/retire/", channels.retire_wording, name="wording_retire"),
    path("imports/", imports.imports, name="imports"),
    path("imports/history/", imports.history, name="history"),
    path("imports/<str:token>/", imports.dry_run, name="import"),
]

api: list[URLPattern] = []
