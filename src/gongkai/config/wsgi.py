"""The WSGI application: the front cache before Django."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

from wsgiref.types import WSGIApplication

from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.core.wsgi import get_wsgi_application

from gongkai.core import public_version
from gongkai.core.front_cache import FrontCache, Visitors


def _with_front_cache(app: WSGIApplication) -> WSGIApplication:
    """``app`` behind the front cache; alone where the cache has no memory, or pages change under one's
    hands."""
    if settings.GONGKAI_FRONT_CACHE_BYTES <= 0 or settings.DEBUG:
        return app
    in_address, default_too = is_language_prefix_patterns_used(settings.ROOT_URLCONF)
    visitors = Visitors(
        session=settings.SESSION_COOKIE_NAME,
        csrf=settings.CSRF_COOKIE_NAME,
        # With /en/… in the address and no prefix for Chinese, the address alone decides (LocaleMiddleware).
        language=None if in_address and not default_too else settings.LANGUAGE_COOKIE_NAME,
    )
    return FrontCache(
        app,
        public_version.store().current,
        settings.GONGKAI_FRONT_CACHE_BYTES,
        visitors=visitors,
        private=_private(),
    )


def _private() -> tuple[str, ...]:
    """What is never kept: the staff's pages, the applicants' own, what is counted by caller, the site's health."""
    rooms = ("workspace", "requests")
    prefixes = ("", *(f"/{code}" for code, _ in settings.LANGUAGES))
    return (*(f"{prefix}/{room}/" for room in rooms for prefix in prefixes), "/open311/", "/healthz")


application: WSGIApplication = _with_front_cache(get_wsgi_application())

# A worker may have been killed between a commit and the raise after it; the one that takes its place makes
# up for it.
public_version.raise_version()
