"""The pages about the site itself, and the reader's view."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from gongkai.core import preferences
from gongkai.core.access import public_page
from gongkai.people.context import host_agency
from gongkai.portal import glossary as words
from gongkai.portal.home import blocks
from gongkai.publishing import queries as publishing
from gongkai.publishing.public.present import content_lang, crumbs, in_chinese, row_label
from gongkai.publishing.queries import public as reads


@public_page
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the agencies."""
    context = {
        "agencies": reads.agencies(),
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Contact us"), "")),
    }
    return render(request, "portal/contact.html", context)


@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    """How to use the site."""
    return render(request, "portal/help.html", {"crumbs": crumbs((gettext("Help"), ""))})


@public_page
def copyright_page(request: HttpRequest) -> HttpResponse:
    """Who may reuse what."""
    return render(request, "portal/copyright.html", {"crumbs": crumbs((gettext("Copyright"), ""))})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What is known of a reader: next to nothing."""
    return render(request, "portal/privacy.html", {"crumbs": crumbs((gettext("Privacy"), ""))})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done so that everybody can read, and whom to tell where it fails."""
    context = {"agency": host_agency(), "crumbs": crumbs((gettext("Accessibility"), ""))}
    return render(request, "portal/accessibility.html", context)


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    """The statutory terms, explained once."""
    context = {
        "terms": words.terms(),
        "in_chinese": in_chinese(),
        "crumbs": crumbs((gettext("Glossary"), "")),
    }
    return render(request, "portal/glossary.html", context)


@public_page
def sitemap_page(request: HttpRequest) -> HttpResponse:
    """Every standing page of the site."""
    context = {
        "blocks": blocks(),
        "rows": [
            {"label": row_label(each), "url": reverse("portal:catalogue_row", args=[each.key])}
            for each in publishing.entries_in_force()
            if each.parent_id is None
        ],
        "topics": publishing.topics(),
        "agencies": reads.agencies(),
        "lang": content_lang(),
        "crumbs": crumbs((gettext("Site map"), "")),
    }
    return render(request, "portal/sitemap.html", context)


@public_page
def view(request: HttpRequest) -> HttpResponse:
    """Keeps how the reader wants pages to look, and goes back; without ``set`` it asks."""
    back = safe_next(request)
    if "set" not in request.GET:
        context = {"next": back, "crumbs": crumbs((gettext("View"), ""))}
        return render(request, "portal/view.html", context)
    wanted = preferences.parse(".".join(request.GET.getlist("set")[:8])[:200])
    response = HttpResponseRedirect(back)
    preferences.remember(response, wanted)
    response["Cache-Control"] = "no-store"
    return response


def safe_next(request: HttpRequest) -> str:
    """Where to go back to: a path of this site and nothing else."""
    wanted = request.GET.get("next", "")
    within = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if within and wanted.isprintable() else reverse("portal:home")
