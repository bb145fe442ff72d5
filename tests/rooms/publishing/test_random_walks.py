"""Whatever people do, in whatever order, does everything stay in step? Walks by lot through the real deeds."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from cast import WAY, Cast, content, make_cast
from gongkai.core import clock, deadlines, ledger
from gongkai.core.models import Counter, Event
from gongkai.core.refusals import Refusal
from gongkai.domain.disclosure import PROCESS
from gongkai.domain.process import Kind
from gongkai.people import sentences
from gongkai.publishing import actions, integrity, queries
from gongkai.publishing.actions.moving import Given
from gongkai.publishing.actions.timing import release_clocks
from gongkai.publishing.content import digest_of
from gongkai.publishing.models import Document

pytestmark = pytest.mark.django_db

WALKS, DEEDS = 6, 28
DOERS = ("drafter", "second_drafter", "section_head", "secrecy", "leader", "office")
START = datetime(2026, 3, 3, 9, 0)
SHOWN = {"published", "repealed", "lapsed", "superseded"}
BACKWARD = {
    "abandon",
    "take_back",
    "set_aside",
    "keep_withdrawn",
    *(move.key for move in PROCESS.moves if move.key.endswith(("_return", "_close"))),
}
RESTING = {state.key for state in PROCESS.states if state.kind is not Kind.OPEN}


class Walk:
    """One bureau, a few documents, and dice."""

    def __init__(self, cast: Cast, seed: int) -> None:
        self.cast, self.dice = cast, random.Random(seed)
        self.actors = {name: getattr(cast, name) for name in DOERS}
        self.told: list[str] = []
        self.versions: dict[int, int] = {}

    def documents(self) -> list[Document]:
        return list(Document.objects.select_related("live", "working").order_by("pk"))

    def go(self) -> None:
        self.begin()
        for _ in range(2):
            document = self.begun("active")
            for key, name in WAY:
                self.act(document, key, name)
                document.refresh_from_db()
        for _ in range(DEEDS):
            clock.step(timedelta(minutes=self.dice.choice((1, 20, 60 * 24))))
            deed: Callable[[], str] = self.dice.choices(
                (self.move, self.save, self.link, self.begin, self.tick, self.nonsense),
                (12, 2, 1.5, 1, 1, 1),
            )[0]
            try:
                self.told.append(deed())
            except Refusal as refusal:
                self.told.append(f"refused: {refusal}")
            self.look()
        self.look_closely()

    def begin(self) -> str:
        if len(self.versions) >= 5:
            return "enough"
        openness = self.dice.choice(("active", "active", "active", "closed"))
        return f"began {self.begun(openness).pk}"

    def begun(self, openness: str) -> Document:
        return actions.start_document(
            actor=self.actors[self.dice.choice(("drafter", "second_drafter"))],
            unit_id=self.cast.units["waste"].pk,
            content=content(
                title=f"文件{Document.objects.count()}",
                date_made=clock.today(),
                openness=openness,
                closing_ground="process",
                closing_reason="讨论中",
                wants_interpretation=self.dice.random() < 0.3,
                expires_on=self.dice.choice((None, clock.today() + timedelta(days=4))),
            ),
        )

    def one(self) -> Document:
        return self.dice.choice(self.documents())

    def drafted(self) -> Document:
        drafts = [document for document in self.documents() if document.state == "draft"]
        return self.dice.choice(drafts) if drafts else self.one()

    def move(self) -> str:
        document = self.one()
        legal = [
            (name, offered.move.key)
            for name, actor in self.actors.items()
            for offered in queries.offers(document, actor)
            if offered.refused is None
        ]
        if not legal:
            return "nothing is possible"
        # What leads back or ends everything is possible at every turn; by lot alone no walk would get far.
        weights = [0.1 if key in BACKWARD else 1 for _name, key in legal]
        ((name, key),) = self.dice.choices(legal, weights)
        self.act(document, key, name)
        return f"{document.pk}: {name} {key}"

    def act(self, document: Document, key: str, name: str) -> None:
        before = document.version
        after = actions.move(
            document_id=document.pk,
            key=key,
            actor=self.actors[name],
            expected_version=before,
            given=Given(
                reason="因为",
                moment=clock.now() + timedelta(hours=2),
                ground="process",
                review_again_on=clock.today() + timedelta(days=30),
                agency="某某局",
                opinion="同意",
                link=self.one().index_number,
            ),
        )
        assert after.version == before + 1
        assert after.state == PROCESS.move(key).target

    def save(self) -> str:
        document, name = self.drafted(), self.dice.choice(("drafter", "drafter", "second_drafter", "office"))
        changed: dict[str, Any] = self.dice.choice(
            (
                {"body": f"<p>第{self.dice.randrange(100)}稿。</p>"},
                {"openness": self.dice.choice(("active", "closed"))},
                {"date_made": clock.today() - timedelta(days=self.dice.randrange(9))},
                {"audience": self.dice.choice(("public", "staff"))},
            )
        )
        actions.save_draft(
            document_id=document.pk,
            actor=self.actors[name],
            expected_version=document.version,
            content=actions.DraftInput(**changed),
            quiet=self.dice.random() < 0.5,
        )
        return f"{document.pk}: {name} saved {changed}"

    def link(self) -> str:
        document, other = self.drafted(), self.one()
        kind = self.dice.choice(("repeals", "amends", "replaces", "interprets"))
        actions.link(
            document_id=document.pk,
            actor=self.actors["drafter"],
            kind=kind,
            target_index=other.index_number,
            expected_version=document.version,
        )
        return f"{document.pk} {kind} {other.pk}"

    def tick(self) -> str:
        return f"clock: {actions.publish_due()} published, {actions.lapse_due()} lapsed"

    def nonsense(self) -> str:
        """Any move by anybody, on an old version or the present one."""
        document, name = self.one(), self.dice.choice(DOERS)
        key = self.dice.choice(PROCESS.moves).key
        seen = document.version - self.dice.randrange(2)
        actions.move(document_id=document.pk, key=key, actor=self.actors[name], expected_version=seen)
        return f"{document.pk}: {name} {key} on {seen}"

    def look(self) -> None:
        for document in self.documents():
            self.look_at(document)
        numbers = sorted(document.index_number for document in self.documents())
        assert numbers == [f"014314799/2026-{serial:05d}" for serial in range(1, len(numbers) + 1)]
        assert Counter.objects.get(series="index:014314799:2026").last == len(numbers)

    def look_at(self, document: Document) -> None:
        pk, state, live, working = document.pk, document.state, document.live, document.working
        assert document.version >= self.versions.get(pk, 1), self.told
        self.versions[pk] = document.version
        assert PROCESS.has_state(state)
        assert (live is not None) >= (state in SHOWN), self.told
        assert state not in ("withdrawn", "closed", "abandoned", "history") or live is None, self.told
        assert (working is None) == (state in RESTING - {"closed"}), (state, self.told)
        if live is not None:
            assert live.published_at is not None
            assert live.document_id == pk
            assert live.openness == "active", self.told
            assert live.digest == digest_of(live), self.told
            assert document.audience == live.audience
        expected = {"repealed": "repealed", "lapsed": "lapsed", "superseded": "repealed"}
        if state in SHOWN:
            assert document.validity in ({expected[state]} if state in expected else {"valid", "amended"}), (
                self.told
            )
        self.look_at_clocks(document)
        shown = queries.public_document(document.slug)
        assert (shown is not None) == (live is not None and document.audience == "public")

    def look_at_clocks(self, document: Document) -> None:
        running = list(release_clocks(document))
        owed = document.working is not None and document.working.openness == "active"
        owed = owed and document.state not in RESTING
        assert len(running) == int(owed), (document.state, self.told)
        others = deadlines.running(("publishing.document", document.pk)).exclude(
            pk__in=[r.pk for r in running]
        )
        assert all(each.rule == "publication.interpretation" and document.live_id for each in others), (
            self.told
        )

    def look_closely(self) -> None:
        assert ledger.verify() == (Event.objects.count(), None), self.told
        assert integrity.verify()[1] is None, (str(integrity.verify()[1]), self.told)
        known = ledger.verbs()
        events = list(Event.objects.order_by("seq"))
        for event, said in zip(events, sentences.tell(events), strict=True):
            assert event.verb in known
            assert "…" not in str(said.sentence), (event.verb, event.data)
            assert "{" not in str(said.sentence)


@pytest.mark.parametrize("seed", range(WALKS))
def test_walk(seed: int) -> None:
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with clock.travel_to(timezone.make_aware(START)):
        Walk(make_cast(), seed).go()
