"""A group of opinions that say the same: those in it, and one answer for all."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gongkai.consultations import access
from gongkai.consultations.actions import answering
from gongkai.consultations.forms.opinions import AnswerForm, how_many
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.consultations.staff.documents.common import found, show, without_nul
from gongkai.consultations.staff.opinions.common import Texts, path_to, rows
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, go, tell


@staff_page
def group(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    """The group; sent, its answer."""
    of, acting = found(request, pk)
    one = lists.group(of, group) if group < 2**63 else None
    if one is None:
        raise Http404
    handles = access.may_handle_opinions(acting, of)
    known = Texts(of)
    data = without_nul(request.POST) if request.method == "POST" else None
    if data is not None:
        handles.require()
    form = AnswerForm(data, cited=known.cited, prefix="answer")
    status = 200
    if data is not None:
        status = 422
        if form.is_valid():
            try:
                count = answering.answer_group(
                    document_id=pk, actor=acting, group_id=one.pk, answer=form.given()
                )
            except Refusal as refusal:
                refuse(form, refusal)
                status = refusal.status
            else:
                tell(request, _("Answered: {opinions}.").format(opinions=how_many(count)))
                return go("consultation_group", pk, one.pk)
    here = address("consultation_group", of.pk, one.pk)
    after = request.GET.get("after", "")
    listed = lists.page(lists.listed(of, group=one.pk), after)
    context = {
        "document": of,
        "group": one,
        "counts": lists.counts_of_group(one),
        "rows": rows(of, listed.rows, known),
        "form": form,
        "handles": bool(handles),
        "why_not": handles.reason,
        "next_url": f"{here}?after={listed.after}" if listed.after else "",
        "first_url": here if after else "",
        "list_url": f"{address('consultation_opinions', of.pk)}?group={one.pk}",
        "crumbs": path_to(of, (one.title, "")),
    }
    return show(request, "opinion_group", context, status)
