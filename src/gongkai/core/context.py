"""What every template knows about the site: no database query, worked out when a page asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse, translate_url
from django.utils.translation import get_language, gettext

from gongkai.core import preferences
from gongkai.domain.text import N_

#: The main navigation: label and url name; the four statutory blocks stand second to fifth.
NAVIGATION = (
    (N_("Home"), "portal:home"),
    (N_("Guide"), "portal:guide"),
    (N_("Rules"), "portal:systems"),
    (N_("Statutory disclosure"), "portal:catalogue"),
    (N_("Annual reports"), "portal:reports"),
    (N_("Request information"), "portal:apply"),
    (N_("Complaints and suggestions"), "portal:complaint_home"),
    (N_("Powers"), "portal:powers"),
    (N_("Topics"), "portal:topics"),
    (N_("Deadlines"), "portal:clock"),
    (N_("Procedures"), "portal:processes"),
)
FOOTER = (
    (N_("Contact us"), "portal:contact"),
    (N_("Help"), "portal:help"),
    (N_("Copyright"), "portal:copyright"),
    (N_("Site map"), "portal:sitemap_page"),
    (N_("Privacy"), "portal:privacy"),
    (N_("Accessibility"), "portal:accessibility"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the frame: where it goes, and whether the page shown is there."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Switch:
    """A view switch: a plain link that asks for exactly the view it names."""

    name: str
    label: str
    url: str
    on: bool
    icon: str


@cache
def demonstration() -> bool:
    """Whether this installation shows invented content: its data folder holds a file ``demonstration``."""
    return (Path(settings.DATA_DIR) / "demonstration").exists()


class Site:
    """The frame around a page, for one request."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.view: frozenset[str] = getattr(request, "view_preferences", frozenset())
        self.demonstration = demonstration()

    @cached_property
    def name(self) -> str:
        """The name to show where no agency has given its own."""
        return gettext("Gongkai open government")

    @property
    def html_classes(self) -> str:
        """The classes of ``<html>``: the chosen view."""
        return " ".join(word for word in preferences.KNOWN if word in self.view)

    @cached_property
    def language(self) -> str:
        """The page's language as HTML names it: ``zh-Hans`` or ``en``."""
        return _html_language(get_language() or settings.LANGUAGE_CODE)

    @cached_property
    def _other(self) -> tuple[str, str]:
        here = get_language() or settings.LANGUAGE_CODE
        return next((code, name) for code, name in settings.LANGUAGES if code != here)

    @property
    def other_language(self) -> str:
        return _html_language(self._other[0])

    @property
    def other_language_name(self) -> str:
        """The other language, named in that language."""
        return self._other[1]

    @cached_property
    def other_language_url(self) -> str:
        """The same page in the other language, with the same question in its address."""
        return translate_url(self._request.get_full_path(), self._other[0])

    @cached_property
    def navigation(self) -> list[Link]:
        return [self._link(label, name) for label, name in NAVIGATION if _address(name)]

    @cached_property
    def footer(self) -> list[Link]:
        return [self._link(label, name) for label, name in FOOTER if _address(name)]

    @cached_property
    def home_url(self) -> str:
        return _address("portal:home") or get_script_prefix()

    @cached_property
    def search_url(self) -> str:
        return _address("portal:search")

    @cached_property
    def switches(self) -> list[Switch]:
        """The view switches. Dark and light both stand there; the style sheet shows the useful one."""
        view = set(self.view)
        scheme = view & {"dark", "light"}
        rest = view - scheme
        return [
            self._switch("elder", gettext("Large print"), view ^ {"elder"}, "text-size"),
            self._switch("contrast", gettext("High contrast"), view ^ {"contrast"}, "contrast"),
            self._switch("dark", gettext("Dark"), rest | {"dark"}, "moon"),
            self._switch("light", gettext("Light"), rest | {"light"}, "sun"),
        ]

    @cached_property
    def standard_url(self) -> str:
        """The way back to the plain view; empty where the view is plain already."""
        return self._view_url(set()) if self.view else ""

    def _switch(self, name: str, label: str, wanted: set[str], icon: str) -> Switch:
        return Switch(name, label, self._view_url(wanted), name in self.view, icon)

    def _view_url(self, wanted: set[str]) -> str:
        address = _address("portal:view")
        query = urlencode({"set": preferences.serialise(wanted), "next": self._request.get_full_path()})
        return f"{address}?{query}" if address else ""

    def _link(self, label: str, name: str) -> Link:
        url = _address(name)
        path = self._request.path
        inside = path == url if name == "portal:home" else path.startswith(url)
        return Link(gettext(label), url, inside)


def _address(name: str) -> str:
    """The address of a named page, or nothing where this installation does not serve it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _html_language(code: str) -> str:
    return "zh-Hans" if code.startswith("zh") else code


def site(request: HttpRequest) -> dict[str, Site]:
    """The context processor."""
    return {"site": Site(request)}
