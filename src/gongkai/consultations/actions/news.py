"""Telling followers by e-mail what is put out, ends soon, has its report or is published; each of it once.

What there is to tell is found first and kept as a row of its own. Then followers are told in batches: the messages of a
batch and the number of its last follower are written in one transaction, so that a machine that goes down in between
tells nobody twice and forgets nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import translation
from django.utils.translation import gettext as _

from gongkai.consultations import followers
from gongkai.consultations.actions.base import tell_ledger
from gongkai.consultations.actions.following import address_of
from gongkai.consultations.models import Document, DocumentStep, Follower, News, Opinion, Version
from gongkai.consultations.news_words import Words, words_of
from gongkai.consultations.queries import following as reads
from gongkai.consultations.queries import public
from gongkai.consultations.queries.subjects import subject_of
from gongkai.core import clock, ledger, mail
from gongkai.domain.consultations import rules
from gongkai.domain.text import N_

TOLD = ledger.verb("consultations.news.told", N_("{count} followers were told by e-mail of {title}"))
#: Messages queued in one transaction.
BATCH = 200
#: What became public longer ago is no news: nobody is told of the past when messages begin to be sent.
FRESH = timedelta(days=7)
#: Moves that need every answer; with the first of them the adoption report is there.
_REPORTED = ("review_fairly", "review_legally", "propose")
_AFTER = ("fair_review", "legality", "discussion", "signed", "published", "in_force")


class Event(NamedTuple):
    """Something to tell."""

    document: int
    version: int
    kind: str


def run(limit: int = 1000) -> int:
    """One round; gives how many messages were queued. Safe to run twice, and by several workers."""
    if not reads.offered():
        return 0
    _note()
    told = 0
    for pk in list(News.objects.filter(done_at__isnull=True).order_by("id").values_list("pk", flat=True)):
        while told < limit:
            sent, over = _tell(pk)
            told += sent
            if over:
                break
    return told


def _note() -> None:
    """Keeps what there is to tell and was not noted before."""
    found = list(dict.fromkeys(_events()))
    rows = News.objects.filter(document_id__in={each.document for each in found})
    known = set(rows.values_list("document_id", "version", "kind"))
    new = [each for each in found if tuple(each) not in known]
    now = clock.now()
    News.objects.bulk_create(
        [News(document_id=each.document, version=each.version, kind=each.kind, found_at=now) for each in new],
        ignore_conflicts=True,
    )


def _events() -> Iterator[Event]:
    today = clock.today()
    yield from _of_open_ones()
    unanswered = Opinion.objects.filter(document=OuterRef("document"), hidden_reason="", verdict="")
    steps = DocumentStep.objects.filter(
        move__in=_REPORTED, at__gte=clock.now() - FRESH, version__isnull=False, document__state__in=_AFTER
    )
    for step in steps.filter(~Exists(unanswered)).only("document_id", "version"):
        yield Event(step.document_id, step.version or 0, News.Kind.REPORT)
    out = Document.objects.filter(published_on__gte=today - FRESH, state__in=("published", "in_force"))
    for document in out.values_list("pk", flat=True):
        yield Event(document, 0, News.Kind.PUBLISHED)


def _of_open_ones() -> Iterator[Event]:
    """Versions put out lately, and those whose last day is near."""
    today = clock.today()
    near = timedelta(days=int(rules.house("reminder")["days"]))
    rows = Version.objects.filter(document__in=public.open_now().values("pk"), opens_on__isnull=False)
    newest = {each.document_id: each for each in rows.order_by("number").defer("provisions", "explanation")}
    for version in newest.values():
        assert version.opens_on is not None  # it was put out
        assert version.closes_on is not None
        if version.opens_on >= today - FRESH:
            yield Event(version.document_id, version.number, News.Kind.OUT)
        # One that is as short as that is told of once.
        if version.opens_on < version.closes_on - near <= today:
            yield Event(version.document_id, version.number, News.Kind.ENDING)


def _tell(pk: int) -> tuple[int, bool]:
    """Tells the next followers; gives how many, and whether everybody was told."""
    with transaction.atomic():
        ledger.take_turn()
        rows = News.objects.select_related("document__agency").filter(pk=pk, done_at__isnull=True)
        news = rows.first()
        if news is None:
            return 0, True
        found = news.document
        open_ones = (News.Kind.OUT, News.Kind.ENDING)
        stale = news.kind in open_ones and not public.is_open(found)
        batch = [] if stale else list(reads.to_be_told(news)[:BATCH])
        over = len(batch) < BATCH
        sent = mail.queue_all(_letters(news, batch), subject_of(found))
        News.objects.filter(pk=pk).update(
            last=batch[-1].pk if batch else news.last,
            told=F("told") + sent,
            done_at=clock.now() if over else None,
        )
        if sent:
            tell_ledger(TOLD, found, None, data={"count": sent, "news": news.kind, "version": news.version})
    return sent, over


def _letters(news: News, batch: list[Follower]) -> Iterator[mail.Letter]:
    written: dict[str, Words] = {}
    for each in batch:
        with translation.override(each.language):
            if each.language not in written:
                written[each.language] = words_of(news)
            letter = _letter(each, written[each.language])
        yield letter


def _letter(follower: Follower, said: Words) -> mail.Letter:
    key = followers.leave_key(follower.pk)
    footer = _(
        "You get this message because you asked to be told of drafts open for opinions. To get no more of them, open:"
        "\n{address}"
    )
    text = f"{said.text}\n\n--\n{footer.format(address=address_of('portal:consultation_leave', key))}"
    return mail.Letter(
        followers.read_address(follower.mark, follower.address),
        said.title,
        text,
        {
            # RFC 8058: the reader's own program leaves with one press.
            "List-Unsubscribe": f"<{address_of('plain:consultations_leave_at_once', key)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
