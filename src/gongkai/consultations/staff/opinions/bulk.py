"""Several opinions at once: shown, grouped, answered. What fails stays ticked, with everything typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from gongkai.consultations import access
from gongkai.consultations.actions import answering
from gongkai.consultations.actions.answering import MOST, Seen
from gongkai.consultations.forms.opinions import AnswerForm, GroupForm, group_choices, how_many
from gongkai.consultations.queries import naming, texts
from gongkai.consultations.queries import opinion_lists as lists
from gongkai.consultations.queries import opinions as reads
from gongkai.consultations.queries.records import Document, Opinion
from gongkai.consultations.staff.documents.common import found, without_nul
from gongkai.consultations.staff.opinions.common import Texts
from gongkai.consultations.staff.opinions.lists import Failed, Tried, filters, page
from gongkai.core.access import staff_page
from gongkai.core.formfields import refuse
from gongkai.core.refusals import Conflict, Invalid, Refusal
from gongkai.core.staffpages import address, tell
from gongkai.domain.text import Text, say
from gongkai.people.actor import StaffActor

DEEDS = ("show", "group", "answer")


@dataclass(frozen=True, slots=True)
class Tick:
    """An opinion ticked, and how it stood when the person looked."""

    pk: int
    look: str
    answer: str


@staff_page
def opinions(request: HttpRequest, pk: int) -> HttpResponse:
    """The list; sent, what is to be done to those ticked."""
    of, acting = found(request, pk)
    if request.method != "POST":
        return page(request, of, acting)
    access.may_handle_opinions(acting, of).require()
    data = without_nul(request.POST)
    ticks = _ticks(data)
    tried = Tried(
        do=data.get("do", ""),
        group=GroupForm(data, groups=group_choices(reads.groups(of)), prefix="group"),
        answer=AnswerForm(data, cited=naming.cited(texts.every(of)), prefix="answer"),
        ticks=frozenset(tick.pk for tick in ticks),
        every="every" in data,
    )
    chosen = _chosen(request, of, ticks, tried)
    if tried.do not in DEEDS or not chosen:
        tried.refusal = Invalid(say("Tick the opinions first, then choose what is done to them."))
        return page(request, of, acting, tried=tried, status=422)
    form = {"group": tried.group, "answer": tried.answer}.get(tried.do)
    if form is not None and not form.is_valid():
        return page(request, of, acting, tried=tried, status=422)
    fit, tried.failed = _sorted(of, chosen, tried, ticks)
    return _try(request, of, acting, tried, fit, ticks)


def _try(
    request: HttpRequest,
    of: Document,
    acting: StaffActor,
    tried: Tried,
    fit: Sequence[Opinion],
    ticks: Sequence[Tick],
) -> HttpResponse:
    try:
        count = _do(of, acting, tried, fit, {} if tried.every else _seen(tried.do, ticks))
    except Invalid as invalid:
        form = {"group": tried.group, "answer": tried.answer}.get(tried.do)
        if form is None:
            tried.refusal = invalid
        else:
            refuse(form, invalid)
        return page(request, of, acting, tried=tried, status=422)
    except Refusal as refusal:
        tried.refusal = refusal
        return page(request, of, acting, tried=tried, status=refusal.status)
    if count:
        tell(request, _done(tried.do, count))
    if tried.failed:
        left = {each.pk for each in fit}
        tried.ticks = frozenset(pk for pk in tried.ticks if pk not in left)
        return page(request, of, acting, tried=tried, status=409)
    return HttpResponseRedirect(request.get_full_path())


def _do(of: Document, acting: StaffActor, tried: Tried, fit: Sequence[Opinion], seen: Seen) -> int:
    keys = [each.pk for each in fit]
    if not keys:
        return 0
    if tried.do == "show":
        return answering.show_opinions(document_id=of.pk, actor=acting, opinion_ids=keys, seen=seen)
    if tried.do == "group":
        assert tried.group is not None
        answering.group_opinions(document_id=of.pk, actor=acting, opinion_ids=keys, **tried.group.given())
        return len(keys)
    assert tried.answer is not None
    answer = tried.answer.given()
    return answering.answer_opinions(
        document_id=of.pk, actor=acting, opinion_ids=keys, answer=answer, seen=seen
    )


def _chosen(request: HttpRequest, of: Document, ticks: Sequence[Tick], tried: Tried) -> list[Opinion]:
    """Those ticked, or as many of those the filters leave as one deed takes: first those it is not done to yet."""
    if not tried.every:
        return lists.ticked(of, [tick.pk for tick in ticks])
    rows = lists.listed(of, **filters(request, of, Texts(of), list(reads.groups(of))).chosen()).filter(
        hidden_reason=""
    )
    if tried.do == "show":
        rows = rows.filter(shown_at__isnull=True)
    elif tried.do == "answer":
        rows = rows.filter(verdict="")
    return list(rows[:MOST])


def _sorted(
    of: Document, chosen: Sequence[Opinion], tried: Tried, ticks: Sequence[Tick]
) -> tuple[list[Opinion], list[Failed]]:
    """Those it can be done to, and why not to the others."""
    seen = {} if tried.every else _seen(tried.do, ticks)
    fit, failed = [], []
    for each in chosen:
        reason = _hindered(each, tried.do, seen)
        if reason is None:
            fit.append(each)
        else:
            url = address("consultation_opinion", of.pk, each.pk)
            failed.append(Failed(each.reference, url, reason))
    return fit, failed


def _hindered(each: Opinion, do: str, seen: dict[int, str]) -> Text | None:
    """Why this is not done to the opinion; nothing where it is."""
    if do == "show" and each.hidden_reason:
        return say("It is not shown for a reason. Open it to show it after all.")
    if do == "show" and reads.personal(reads.words_of(each)):
        return say("It holds something personal. Open it and leave that out.")
    if do == "answer" and each.passed_on:
        return say("It was passed on as {number}: that is its answer.", number=each.passed_on)
    stamp = lists.look_stamp if do == "show" else lists.answer_stamp
    if do != "group" and each.pk in seen and seen[each.pk] != stamp(each):
        return Conflict().reason
    return None


def _ticks(data: QueryDict) -> list[Tick]:
    """What is ticked; what is no tick is left out."""
    ticks = []
    for value in data.getlist("chosen")[:MOST]:
        parts = value.split(":")
        if len(parts) == 3 and parts[0].isascii() and parts[0].isdigit() and len(parts[0]) < 19:
            ticks.append(Tick(int(parts[0]), parts[1], parts[2]))
    return ticks


def _seen(do: str, ticks: Sequence[Tick]) -> dict[int, str]:
    return {tick.pk: tick.look if do == "show" else tick.answer for tick in ticks}


def _done(do: str, count: int) -> str:
    sentence = {
        "show": _("Shown to the public: {opinions}."),
        "group": _("Put into the group: {opinions}."),
        "answer": _("Answered: {opinions}."),
    }[do]
    return sentence.format(opinions=how_many(count))
