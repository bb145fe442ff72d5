"""Lets the demonstration's drafter, legal reviewer, leader, publisher and citizens act on a document."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.consultations.actions import answering, following, opinions, records, writing
from gongkai.consultations.actions.attaching import Upload
from gongkai.consultations.actions.moving import Given, move
from gongkai.consultations.actions.opinions import OpinionInput
from gongkai.consultations.actions.records import Voice
from gongkai.consultations.actions.writing import DocumentInput
from gongkai.consultations.authors import Author
from gongkai.consultations.followers import Wish, seal_wish
from gongkai.consultations.models import Document, Opinion, OpinionGroup
from gongkai.consultations.queries import texts
from gongkai.core import clock, secret_codes
from gongkai.demo import street_pictures
from gongkai.demo.consultation_opinions import GROUPS, Said
from gongkai.demo.stage import Stage, at
from gongkai.domain.consultations.clauses import Provision
from gongkai.domain.consultations.rules import Answer
from gongkai.people.models import Agency

LEGAL, LEADER, PUBLISHER = "law-head", "head", "office"
#: Where an opinion was written by somebody who says who they are.
SIGNED = ("letter", "meeting", "visit")


@dataclass(frozen=True, slots=True)
class Spoken:
    """An opinion as it was kept, beside the line it came from."""

    said: Said
    opinion: Opinion


class ConsultationStage:
    """A play about rules; posts and units are the stage's. ``unit`` drafts."""

    def __init__(self, stage: Stage, unit: str = "waste") -> None:
        self.stage, self.unit = stage, unit
        self.agency = Agency.objects.get(code="cgj")
        self.drafter = stage.who("drafter", unit)

    def begin(self, day: date, closes_on: date | None, **said: Any) -> Document:
        """Enters the project and begins its draft."""
        with clock.travel_to(at(day, 40)):
            made = writing.begin_project(
                actor=self.drafter,
                agency_id=self.agency.pk,
                unit_id=self.stage.unit(self.unit),
                given=DocumentInput(closes_on=closes_on, **said),
            )
            self._move(made, "begin", self.drafter)
        return made

    def write(self, made: Document, day: date, text: Sequence[Provision], explanation: str = "") -> None:
        """Writes the text as a file brings it: what stood in the version before keeps its key."""
        with clock.travel_to(at(day, 80)):
            writing.write_text(
                document_id=made.pk, actor=self.drafter, expected_revision=None, provisions=text,
                explanation=explanation, from_file=True,
            )  # fmt: skip

    def follow(self, day: date, whose: str) -> None:
        """Three readers want to be told of drafts by e-mail, one of them in English; invented addresses."""
        for number, language in enumerate(("zh-hans", "zh-hans", "en"), start=1):
            with clock.travel_to(at(day, 30 + number * 15)):
                following.confirm(seal_wish(Wish(f"follower{number}@example.org", whose, language)))

    def until(self, made: Document, day: date, closes_on: date) -> None:
        """Sets the last day of the next consultation."""
        found = now(made)
        with clock.travel_to(at(day, 70)):
            writing.write_document(
                document_id=made.pk, actor=self.drafter, expected_revision=None,
                given=DocumentInput(found.kind, found.title, found.need, closes_on),
            )  # fmt: skip

    def put_out(self, made: Document, day: date) -> None:
        """Submitted by the drafter, put out by the publisher."""
        self.go(made, "submit", "drafter", day, 120)
        self.go(made, "consult", PUBLISHER, day, 200)

    def end(self, made: Document) -> None:
        """The clock ends the consultation in the night after its last day."""
        closes_on = now(made).closes_on
        assert closes_on is not None
        with clock.travel_to(at(closes_on + timedelta(days=1), 0) - timedelta(hours=8, minutes=50)):
            move(document_id=made.pk, key="end", actor=None, expected_revision=None)

    def go(self, made: Document, key: str, who: str, day: date, minutes: int, **given: Any) -> None:
        """One move; ``who``: drafter, or an account."""
        actor = self.drafter if who == "drafter" else self.stage.actor(who)
        with clock.travel_to(at(day, minutes)):
            self._move(made, key, actor, **given)

    def _move(self, made: Document, key: str, actor: Any, **given: Any) -> None:
        move(document_id=made.pk, key=key, actor=actor, expected_revision=None, given=Given(**given))

    def say(self, made: Document, said: Said, number: int, day: date) -> Spoken:
        """Somebody gives an opinion on this site, or the drafter enters one that came another way."""
        version = texts.newest_public(made)
        assert version is not None
        clause, start, end = _where(texts.numbered(version), said)
        given = OpinionInput(
            words=said.words, clause=clause, start=start, end=end,
            author=_author(said, number), by_email=said.more == "mail",
        )  # fmt: skip
        with clock.travel_to(at(day, 30 + number % 9 * 40)):
            if said.channel == "web":
                token = secret_codes.new_token()
                kept = opinions.give_opinion(
                    document_id=made.pk, version_number=version.number, token=token, given=given,
                    files=_picture(said),
                )  # fmt: skip
                return Spoken(said, kept.opinion)
            entered = opinions.enter_opinion(
                document_id=made.pk, actor=self.drafter, version_number=version.number,
                channel=said.channel, received_on=day, given=given,
            )  # fmt: skip
        return Spoken(said, entered)

    def look(self, made: Document, given: Sequence[Spoken], day: date) -> None:
        """Everything that came in is looked at: shown, shown without what is personal, or hidden."""
        plain = []
        with clock.travel_to(at(day, 60)):
            for each in given:
                how, _, what = each.said.more.partition(":")
                if how == "hide":
                    answering.hide_opinion(
                        document_id=made.pk, actor=self.drafter, opinion_id=each.opinion.pk, reason=what
                    )
                elif how == "veil":
                    answering.show_opinions(
                        document_id=made.pk, actor=self.drafter, opinion_ids=[each.opinion.pk],
                        public_words=what,
                    )  # fmt: skip
                elif how != "new":
                    plain.append(each.opinion.pk)
            answering.show_opinions(document_id=made.pk, actor=self.drafter, opinion_ids=plain)

    def group(self, made: Document, given: Sequence[Spoken], day: date) -> None:
        """What says the same is put together; a group of the version before takes more in."""
        with clock.travel_to(at(day, 100)):
            for letter, title in GROUPS.items():
                alike = [each.opinion.pk for each in given if each.said.group == letter]
                known = OpinionGroup.objects.filter(document=made, title=title).first()
                if alike:
                    answering.group_opinions(
                        document_id=made.pk, actor=self.drafter, opinion_ids=alike, title=title,
                        group_id=known.pk if known else None,
                    )  # fmt: skip

    def answer(self, made: Document, given: Sequence[Spoken], day: date) -> None:
        """Each gets its answer, those that get the same one together."""
        keys = {name: key for key, name in texts.names(texts.newest(made)).items()}
        alike: dict[Answer, list[int]] = defaultdict(list)
        for each in given:
            if each.said.verdict:
                clause = keys[each.said.answer_clause] if each.said.answer_clause else ""
                alike[Answer(each.said.verdict, each.said.reason, clause)].append(each.opinion.pk)
        for number, (what, chosen) in enumerate(alike.items()):
            with clock.travel_to(at(day, 130 + number * 7)):
                answering.answer_opinions(
                    document_id=made.pk, actor=self.drafter, opinion_ids=chosen, answer=what
                )

    def record(
        self, made: Document, kind: str, day: date, outcome: str, voices: Sequence[tuple[str, str, bool]] = ()
    ) -> None:
        """Puts on record what happened beside the text; of voices the last is the head's."""
        spoken = [
            Voice(who, says, dissent, place == len(voices) - 1)
            for place, (who, says, dissent) in enumerate(voices)
        ]
        with clock.travel_to(at(day, 150)):
            records.put_on_record(
                document_id=made.pk, actor=self.drafter, kind=kind, held_on=day, outcome=outcome, voices=spoken
            )  # fmt: skip

    def reviewed(self, made: Document, day: date, fair: str, legal: str) -> None:
        """Both reviews on one day."""
        self.go(made, "review_fairly", "drafter", day, 200)
        self.go(made, "fairly_reviewed", LEGAL, day, 240, opinion=fair)
        self.go(made, "review_legally", "drafter", day, 260)
        self.go(made, "legally_reviewed", LEGAL, day, 330, opinion=legal)

    def publish(self, made: Document, day: date, interpretation: str, channels: str, **more: Any) -> None:
        """Its interpretation written, then published."""
        with clock.travel_to(at(day, 30)):
            writing.write_with_it(
                document_id=made.pk, actor=self.drafter, expected_revision=None,
                interpretation=interpretation, channels=channels,
                in_force_from=more.get("in_force_from"), validity_years=None,
            )  # fmt: skip
        self.go(made, "publish", PUBLISHER, day, 90)


def now(made: Document) -> Document:
    """The document as it stands."""
    return Document.objects.select_related("agency", "unit").get(pk=made.pk)


def _where(numbered: Sequence[Any], said: Said) -> tuple[str, int | None, int | None]:
    """The key of the provision it is said to, and where the marked words stand in it."""
    if not said.clause:
        return "", None, None
    found = next(each.provision for each in numbered if each.name == said.clause)
    if not said.quote:
        return found.key, None, None
    start = found.text.index(said.quote)
    return found.key, start, start + len(said.quote)


def _picture(said: Said) -> list[Upload]:
    """The photo that comes with it, where one does: of a truck, drawn here."""
    if said.more not in ("photo", "pass"):
        return []
    return [Upload(io.BytesIO(street_pictures.of("covering")), "现场照片.jpg")]


def _author(said: Said, number: int) -> Author:
    """Most on this site name nobody; who wants news leaves an address, letters and meetings have a name."""
    if said.more == "mail":
        return Author(email=f"opinion{number}@example.org")
    sign = "甲乙丙丁戊己庚辛"[number % 8]
    return Author(f"示例{sign}", f"0000-555{7000 + number}") if said.channel in SIGNED else Author()
