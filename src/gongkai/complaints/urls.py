"""Addresses of the room: the public's, the staff's."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.complaints import feeds
from gongkai.complaints.public import deeds, done, figures, follow, home, mine, new, open_data, published
from gongkai.complaints.staff import figures as staff_figures
from gongkai.complaints.staff import keeping, routes

public: list[URLPattern] = [
    path("complaints/", home.home, name="complaint_home"),
    path("complaints/new/", new.new, name="complaint_new"),
    path("complaints/done/", done.done, name="complaint_done"),
    path("complaints/follow/", follow.follow, name="complaint_follow"),
    path("complaints/mine/", mine.mine, name="complaint_mine"),
    path("complaints/mine/clock/", mine.clock, name="complaint_clock"),
    path("complaints/mine/files/<int:pk>/", mine.given_file, name="complaint_file"),
    path("complaints/mine/add/", deeds.add, name="complaint_add"),
    path("complaints/mine/rate/", deeds.rate, name="complaint_rate"),
    path("complaints/mine/object/", deeds.object_to, name="complaint_object"),
    path("complaints/mine/withdraw/", deeds.withdraw, name="complaint_withdraw"),
    path("complaints/mine/notices/", deeds.notices, name="complaint_notices"),
    path("complaints/mine/leave/", follow.leave, name="complaint_leave"),
]

#: What is told of all matters: figures, bulletins, single matters without anything personal, files.
told: list[URLPattern] = [
    path("complaints/figures/", figures.figures_page, name="complaint_figures"),
    path("complaints/figures/<int:year>/", figures.figures_page, name="complaint_figures_year"),
    path("complaints/bulletins/", figures.bulletins_page, name="complaint_bulletins"),
    path("complaints/bulletins/<slug:period>/", figures.bulletin, name="complaint_bulletin"),
    path(
        "complaints/bulletins/<slug:period>.<slug:kind>",
        figures.bulletin_file,
        name="complaint_bulletin_file",
    ),
    path("complaints/published/", published.published, name="complaint_published"),
    path("complaints/published/feed.atom", feeds.matters, name="complaint_feed"),
    path("complaints/published/<slug:public_id>/", published.published_one, name="complaint_published_one"),
    path(
        "complaints/published/<slug:public_id>/photos/<int:number>/",
        published.published_photo,
        name="complaint_published_photo",
    ),
    path("complaints/open-data/", open_data.open_data, name="complaint_open_data"),
    path("complaints/open-data/matters.<slug:kind>", open_data.matters_file, name="complaint_open_file"),
]
public += told

staff: list[URLPattern] = [
    *staff_figures.urlpatterns_staff,
    *keeping.urlpatterns_staff,
    *routes.urlpatterns_staff,
]
