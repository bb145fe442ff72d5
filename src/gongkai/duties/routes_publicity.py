"""Addresses of publicity."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.duties.public import publicity as pages
from gongkai.duties.public import publicity_feed
from gongkai.duties.staff.publicity import bringing, editing, lists, photos, places, record

public: list[URLPattern] = [
    path("publicity/", pages.activities, name="publicity"),
    path("publicity/activities.<slug:form>", pages.file, name="publicity_file"),
    path("publicity/photos/<int:pk>.jpg", pages.photo, name="publicity_photo"),
    path("publicity/<slug:agency>/<str:number>/", pages.activity, name="activity"),
]
staff: list[URLPattern] = [
    path("publicity/", lists.activities, name="publicity"),
    path("publicity/new/", editing.new, name="publicity_new"),
    path("publicity/bring/", bringing.bring, name="publicity_bring"),
    path("publicity/activities.csv", lists.export, name="publicity_export"),
    path("publicity/boards/", places.boards, name="publicity_boards"),
    path("publicity/boards/new/", places.board_new, name="publicity_board_new"),
    path("publicity/boards/<int:pk>/", places.board, name="publicity_board"),
    path("publicity/partners/", places.partners, name="publicity_partners"),
    path("publicity/partners/new/", places.partner_new, name="publicity_partner_new"),
    path("publicity/partners/<int:pk>/", places.partner, name="publicity_partner"),
    path("publicity/photos/<int:pk>.jpg", photos.photo, name="publicity_photo"),
    path("publicity/photos/<int:pk>/veil/", photos.veil, name="publicity_veil"),
    path("publicity/<int:pk>/", record.activity, name="activity"),
    path("publicity/<int:pk>/edit/", editing.edit, name="publicity_edit"),
    path("publicity/<int:pk>/photos/", photos.add, name="publicity_photos"),
    path("publicity/<int:pk>/moves/<slug:key>/", record.move, name="publicity_move"),
]
#: One address, whatever the reader's language.
feeds: list[URLPattern] = [path("publicity/feed.atom", publicity_feed.feed, name="publicity_feed")]
