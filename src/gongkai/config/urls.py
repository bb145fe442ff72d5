"""All addresses: Chinese at the root, English under /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from gongkai.api import urls as api
from gongkai.api.open311 import urls as open311
from gongkai.portal import urls as portal
from gongkai.workspace import urls as workspace

urlpatterns = [
    path("", include((portal.plain, "plain"))),
    path("api/", include((api.urlpatterns, "api"))),
    re_path(r"^open311/+", include((open311.urlpatterns, "open311"))),
    *i18n_patterns(
        path("workspace/", include((workspace.urlpatterns, "workspace"))),
        path("", include((portal.urlpatterns, "portal"))),
        prefix_default_language=False,
    ),
]

handler400 = "gongkai.core.errors.bad_request"
