"""What was said through a collection, and what is done to several of it at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.consultations import access_collecting as access
from gongkai.consultations import authors, document_words
from gongkai.consultations.actions import problems as actions
from gongkai.consultations.actions.problems import MOST
from gongkai.consultations.forms.collecting import RemarkFilter
from gongkai.consultations.forms.problems import FindForm
from gongkai.consultations.queries import collecting as reads
from gongkai.consultations.queries import collection_lists as lists
from gongkai.consultations.queries.records import Collection, Remark
from gongkai.consultations.staff.collecting.common import found_collection, trail
from gongkai.consultations.staff.documents.common import show, without_nul
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.listpages import frame
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.staffpages import address, tell
from gongkai.core.templatetags.gongkai import error_summary
from gongkai.domain.text import say
from gongkai.people.actor import StaffActor


@dataclass
class _Tried:
    """What was to be done to several and was not, with everything typed and ticked."""

    do: str = ""
    find: FindForm | None = None
    ticks: frozenset[int] = field(default_factory=frozenset)
    refusal: Refusal | None = None


@staff_page
def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; sent, what is to be done to those ticked: shown, or tied to a problem."""
    of, acting = found_collection(request, pk)
    if request.method != "POST":
        return _page(request, of, acting, _Tried())
    access.may_sort(acting, of).require()
    data = without_nul(request.POST)
    tried = _Tried(data.get("do", ""), None, frozenset(_ticks(data)))
    if tried.do == "find":
        tried.find = FindForm(data, problems=lists.problem_choices(of))
    try:
        if tried.do not in ("show", "find") or not tried.ticks:
            raise Invalid(say("Tick the remarks first, then choose what is done to them."))
        if tried.find is not None and not tried.find.is_valid():
            return _page(request, of, acting, tried, 422)
        tell(request, _done(of, acting, tried))
    except Refusal as refusal:
        if tried.find is not None and getattr(refusal, "field", "") in tried.find.fields:
            refuse(tried.find, refusal)
        else:
            tried.refusal = refusal
        return _page(request, of, acting, tried, refusal.status)
    return HttpResponseRedirect(request.get_full_path())


def _done(of: Collection, acting: StaffActor, tried: _Tried) -> str:
    keys = sorted(tried.ticks)
    if tried.find is None:
        count = actions.show_remarks(collection_id=of.pk, actor=acting, remark_ids=keys)
        sentence = ngettext("{count} remark is shown.", "{count} remarks are shown.", count)
        return sentence.format(count=count)
    said = tried.find.cleaned_data
    made = actions.find_problem(
        collection_id=of.pk,
        actor=acting,
        title=said["title"],
        remark_ids=keys,
        problem_id=said.get("problem"),
    )
    sentence = ngettext(
        "{count} remark is tied to problem {number}.", "{count} remarks are tied to problem {number}.", len(keys)
    )  # fmt: skip
    return sentence.format(count=len(keys), number=made.number)


def _ticks(data: QueryDict) -> list[int]:
    """What is ticked; what is no tick is left out."""
    return [
        int(value)
        for value in data.getlist("chosen")[: MOST + 1]
        if value.isascii() and value.isdigit() and len(value) < 19
    ]


def _page(
    request: HttpRequest, of: Collection, acting: StaffActor, tried: _Tried, status: int = 200
) -> HttpResponse:
    form = RemarkFilter(without_nul(request.GET))
    state = form.chosen().get("state", "")
    listed = lists.oldest_first(reads.remarks(of, state), request.GET.get("after", ""))
    handles = access.may_sort(acting, of)
    find = tried.find or FindForm(problems=lists.problem_choices(of) if handles else [])
    context = {
        **frame(request, form, address("collection_remarks", of.pk), listed.after),
        "of": of,
        "rows": [row(of, each, ticked=each.pk in tried.ticks) for each in listed.rows],
        "counts": lists.counts(of),
        "handles": bool(handles),
        "why_not": handles.reason,
        "tried": tried,
        "find_form": find,
        "errors": error_summary(tried.find)["errors"] if tried.find else [],
        "this": request.get_full_path(),
        "enter_url": address("collection_enter", of.pk) if access.may_enter(acting, of) else "",
        "crumbs": trail(of, (_("Remarks"), "")),
    }
    return show(request, "collection_remarks", context, status)


def row(of: Collection, found: Remark, *, ticked: bool = False) -> dict[str, Any]:
    """One remark: what was said, how it came, how it stands; who said it masked."""
    author = authors.masked(reads.author_of(found))
    return {
        "remark": found,
        "url": address("collection_remark", of.pk, found.pk),
        "words": reads.words_of(found),
        "who": " · ".join(part for part in (author.name, author.contact or author.email) if part),
        "channel": document_words.row_name("channel", found.channel),
        "badge": badge(found),
        "problem_url": address("problem", found.problem_id) if found.problem_id else "",
        "ticked": ticked,
    }


def badge(found: Remark) -> dict[str, str]:
    """Whether somebody looked at it."""
    if found.hidden_reason:
        why = document_words.row_name("moderation", found.hidden_reason)
        return {"label": _("Not shown: {why}").format(why=why), "kind": "quiet"}
    if found.shown_at is None:
        return {"label": _("Not looked at yet"), "kind": "soon"}
    return {"label": _("Shown"), "kind": "done"}
