"""The search field of the header: straight to a request, matter, power, rule, campaign, site or record by its number,
else into a room's list.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongkai.archive.queries import packages
from gongkai.campaigns.queries import lists as campaigns
from gongkai.complaints.queries import desk as matters
from gongkai.complaints.queries import register
from gongkai.consultations.queries import document_lists as rules
from gongkai.consultations.queries import worklists as rule_work
from gongkai.core.access import staff_page
from gongkai.core.formfields import one_line
from gongkai.core.staffpages import address_if_any
from gongkai.duties.queries import plan_lists, plan_worklists, publicity_lists
from gongkai.duties.queries.learning import courses as training
from gongkai.duties.queries.learning import examinations
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers.queries import lists as powers
from gongkai.powers.queries import worklists as power_worklists
from gongkai.requests.queries import desk, records

#: Letters of a search that are read.
LONGEST = 100


@staff_page
def search(request: HttpRequest) -> HttpResponse:
    """By number, title and index number."""
    acting = actor(request)
    text = one_line(request.GET.get("q", ""), LONGEST)
    straight = _numbered(acting, text) if text else ""
    return HttpResponseRedirect(straight or f"{reverse(_list(acting))}?{urlencode({'text': text})}")


def _numbered(acting: StaffActor, text: str) -> str:
    """The page of the record with this very number, if there is one the person may see."""
    if desk.sees_requests(acting):
        matter = records.request_numbered(acting, text)
        if matter is not None:
            return reverse("workspace:request", args=[matter.pk])
    if matters.sees_matters(acting):
        found = register.matter_numbered(acting, text)
        if found is not None:
            return reverse("workspace:complaint", args=[found.pk])
    if power_worklists.sees_register(acting):
        entry = powers.coded(acting, text)
        if entry is not None:
            return reverse("workspace:power", args=[entry.agency.code, entry.kind, entry.code])
    if rule_work.sees_documents(acting):
        document = rules.numbered(acting, text)
        if document is not None:
            return reverse("workspace:consultation", args=[document.pk])
    return _of_campaigns(acting, text) or _of_duties(acting, text) or _of_the_archive(acting, text)


def _of_the_archive(acting: StaffActor, text: str) -> str:
    """The package of this archive number, for whoever may open it."""
    found = packages.of_number(acting, text)
    return reverse("workspace:archive_package", args=[found.pk]) if found else ""


def _list(acting: StaffActor) -> str:
    """Who works in one room alone searches there; who works in several is led to the first of them."""
    if any(role.startswith("publishing.") for role in acting.roles):
        return "workspace:documents"
    rooms = (
        ("workspace:requests", desk.sees_requests),
        ("workspace:complaints", matters.sees_matters),
        ("workspace:powers", power_worklists.works_here),
        ("workspace:campaigns", campaigns.works_here),
        ("workspace:consultations", rule_work.works_here),
        ("workspace:plans", plan_worklists.works_here),
        ("workspace:publicity", publicity_lists.works_here),
    )
    return next((name for name, here in rooms if here(acting)), "workspace:documents")


def _of_campaigns(acting: StaffActor, text: str) -> str:
    """The page of the campaign, site or record with this number; nothing where there is none."""
    found = campaigns.numbered(acting, text) if campaigns.sees_campaigns(acting) else None
    return address_if_any(f"workspace:{campaigns.page_of(found)}", found.pk) if found else ""


def _of_duties(acting: StaffActor, text: str) -> str:
    """The page of the plan, task, meeting, theme or activity with this number; nothing where there is none."""
    planned = plan_lists.numbered(acting, text)
    if planned is not None:
        return reverse(f"workspace:{plan_lists.page_of(planned)}", args=[planned.pk])
    found = publicity_lists.numbered(acting, text) if publicity_lists.sees_publicity(acting) else None
    if found is not None:
        return reverse("workspace:activity", args=[found.pk])
    return _of_learning(acting, text)


def _of_learning(acting: StaffActor, text: str) -> str:
    """The page of the course or examination with this number; nothing where there is none."""
    course = training.numbered(acting, text)
    if course is not None:
        return reverse("workspace:learning_course", args=[course.pk])
    exam = examinations.numbered(acting, text)
    return reverse("workspace:learning_examination", args=[exam.pk]) if exam else ""
