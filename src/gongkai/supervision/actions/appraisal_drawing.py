"""Drawing the sample (抽样): the frame is frozen and the sample drawn by a seed anybody can check, in one deed."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.core import clock, mail, periods, sealed
from gongkai.core.models import Event
from gongkai.core.refusals import Invalid
from gongkai.domain import privacy
from gongkai.domain.supervision import sampling
from gongkai.domain.supervision.appraisal_sheet import numbers, rows
from gongkai.domain.text import say
from gongkai.supervision.actions.appraisal_base import plain
from gongkai.supervision.appraisal_codes import code_digest, code_of
from gongkai.supervision.models import FrameEntry, Invitation, Round
from gongkai.supervision.queries.appraisal_frame import Someone, people
from gongkai.supervision.queries.appraisals import contact_about

SHORTEST_SEED, LONGEST_SEED, LONGEST_NOTE = 4, 100, 200


@dataclass(frozen=True, slots=True)
class SeedInput:
    """The seed as typed, and where it comes from; both empty: the ledger's last digest before today."""

    seed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seed:
    """What is drawn by; ``event``: the number of the ledger's event it is the digest of."""

    seed: str
    note: str = ""
    event: int | None = None


def seed_of(given: SeedInput) -> Seed | None:
    """The seed: typed, or the digest of the last event before today; ``None``: the ledger has none that old.

    The digest was public the day before, and nobody chooses it. Raises ``Invalid`` naming the field.
    """
    typed, note = plain(given.seed, "seed", LONGEST_SEED), plain(given.note, "note", LONGEST_NOTE)
    if not typed:
        last = Event.objects.filter(at__lt=periods.midnight(clock.today())).order_by("-seq").first()
        return Seed(last.digest, event=last.seq) if last else None
    if len(typed) < SHORTEST_SEED or "\n" in typed:
        raise Invalid(say("A seed has at least four signs and stands on one line."), field="seed")
    if not note:
        raise Invalid(say("Say where the seed comes from, so that others can check it."), field="note")
    if privacy.findings(f"{typed}\n{note}"):
        raise Invalid(say("The public reads this: leave out names and numbers of persons."), field="note")
    return Seed(typed, note)


def frame_of(found: Round) -> list[Someone]:
    """Who may be drawn as of now."""
    return people(found, by_mail=mail.available())


def freeze_and_draw(found: Round, seed: Seed, frame: list[Someone]) -> int:
    """Keeps the frame as digests, draws from it, and keeps who is to be asked, sealed. Gives how many."""
    strata: dict[str, list[str]] = {row["key"]: [] for row in rows("stratum")}
    for each in frame:
        strata[each.stratum].append(each.key)
    rules = {**numbers("sampling"), **numbers("publishing")}
    wanted = sampling.sample_size(
        len(frame), **{name: rules[name] for name in ("share", "margin", "smallest", "largest")}
    )
    drawn = sampling.draw(strata, seed.seed, wanted)
    FrameEntry.objects.bulk_create(
        (FrameEntry(round=found, stratum=each.stratum, key=each.key) for each in frame), batch_size=1000
    )
    by_key = {each.key: each for each in frame}
    chosen = [by_key[key] for keys in drawn.values() for key in keys]
    # The place says nothing of the stratum: interviewers go through the list in the order of the draw.
    chosen.sort(key=lambda each: sampling.place_of(seed.seed, each.key))
    Invitation.objects.bulk_create(
        (_invitation(found, place, each) for place, each in enumerate(chosen, start=1)), batch_size=500
    )
    found.seed, found.seed_note, found.seed_event = seed.seed, seed.note, seed.event
    found.frame_digest = sampling.frame_digest(strata)
    found.rules = {name: value for name, value in rules.items() if name != "verified"}
    found.rules |= {"size": wanted, "frame": len(frame)}
    found.drawn_on = clock.today()
    return len(chosen)


def _invitation(found: Round, place: int, who: Someone) -> Invitation:
    made = Invitation(
        round=found,
        place=place,
        stratum=who.stratum,
        key=who.key,
        language=who.language,
        units=f",{','.join(map(str, sorted(who.units)))}," if who.units else "",
    )
    about = contact_about(made)
    made.telephone = sealed.seal(who.telephone, about)
    made.email = sealed.seal(who.email, about)
    if who.email:
        made.code_digest = code_digest(code_of(made))
    return made
