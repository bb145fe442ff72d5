"""The routing rules as a file: taken out, looked at before anything changes, and brought in whole or not at all."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.complaints import access, actions
from gongkai.complaints.forms.rules import FileForm, ReasonForm
from gongkai.complaints.queries import rules as queries
from gongkai.complaints.staff import rules
from gongkai.complaints.staff.common import address, go, private, show, tell
from gongkai.complaints.staff.rules import opened, told_faults, trail
from gongkai.core import uploads
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.sending import attachment
from gongkai.core.staffpages import upload
from gongkai.core.text import render

ENDINGS = (".toml", ".txt")


@staff_page
def rule_file(request: HttpRequest) -> HttpResponseBase:
    """The rules in force as a file that can be changed and brought in again."""
    _acting, agency = opened(request)
    content = queries.as_file(agency.pk).encode()
    name = f"routing-{agency.code}.toml"
    answer: HttpResponseBase = private(attachment(content, name=name, content_type="application/toml"))
    return answer


@staff_page
def bring(request: HttpRequest) -> HttpResponse:
    """Takes the file and goes on to what would happen."""
    acting, agency = opened(request)
    access.may_keep_rules(acting, agency.pk).require()
    posted = request.method == "POST"
    form = FileForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        try:
            token = uploads.keep(acting.person_id, *upload(form.cleaned_data["file"]))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            return go("complaint_rules_look", token)
    context = {
        "form": form,
        "accept": ",".join(ENDINGS),
        "largest": f"{settings.GONGKAI_MAX_UPLOAD // (1024 * 1024)} MB",
        "max_bytes": settings.GONGKAI_MAX_UPLOAD,
        "crumbs": trail((_("Bring rules in"), "")),
    }
    return show(request, "rules_bring", context, 422 if form.errors else 200)


@staff_page
def look(request: HttpRequest, token: str) -> HttpResponse:
    """What the file would change, line by line what is wrong with it; then all of it, or nothing."""
    acting, agency = opened(request)
    access.may_keep_rules(acting, agency.pk).require()
    file = uploads.place(acting.person_id, token)
    if file is None:
        raise Http404
    if request.POST.get("do") == "discard":
        uploads.discard(acting.person_id, token)
        tell(request, _("What you sent was thrown away; nothing was brought in."))
        return go("complaint_rules")
    found = queries.look(agency.pk, text_of(file))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and found.sound and form.is_valid():
        try:
            rows = actions.replace_rules(
                agency_id=agency.pk, actor=acting, rules=found.rules, reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            uploads.discard(acting.person_id, token)
            sentence = ngettext("{n} rule holds now.", "{n} rules hold now.", len(rows))
            tell(request, sentence.format(n=len(rows)))
            return go("complaint_rules")
    context = {
        "name": file.name,
        "found": found,
        "lines": [{"line": each.line, "reason": render(each.reason)} for each in found.lines],
        "against": [render(each) for each in found.against],
        "faults": told_faults(found.faults),
        "form": form,
        "crumbs": trail(
            (_("Bring rules in"), address("complaint_rules_bring")), (_("What would change"), "")
        ),
    }
    return show(request, "rules_look", context, 422 if form.errors else 200)


def text_of(path: Path) -> str:
    """The file as text: UTF-8, or what Chinese spreadsheets write where it is not."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030", "replace")


urlpatterns_staff: list[URLPattern] = [
    path("complaints/rules/", rules.rules, name="complaint_rules"),
    path("complaints/rules/new/", rules.enter, name="complaint_rule_new"),
    path("complaints/rules/try/", rules.try_out, name="complaint_rules_try"),
    path("complaints/rules/file/", rule_file, name="complaint_rules_file"),
    path("complaints/rules/bring/", bring, name="complaint_rules_bring"),
    path("complaints/rules/bring/<str:token>/", look, name="complaint_rules_look"),
    path("complaints/rules/<int:pk>/", rules.rule, name="complaint_rule"),
    path("complaints/rules/<int:pk>/change/", rules.change, name="complaint_rule_change"),
    path("complaints/rules/<int:pk>/retire/", rules.retire, name="complaint_rule_retire"),
]
