"""Rules of the years before: the one of 2012 that lapsed by itself, and six of the last years with their short lives."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.consultations.actions import by_itself
from gongkai.consultations.models import Document
from gongkai.core import clock
from gongkai.demo import consultation_texts as texts
from gongkai.demo.consultation_opinions import Said
from gongkai.demo.consultation_stage import LEADER, PUBLISHER, ConsultationStage, now
from gongkai.demo.stage import Stage, at

#: First days of the two consultations of 2012; more than the seven working days that the rule of the place asks for.
BEGUN_2012, FIRST_2012, SECOND_2012 = date(2012, 5, 7), date(2012, 5, 14), date(2012, 8, 6)
OPEN_FOR_2012, OPEN_FOR = 20, 14
#: Days from now until the validity of the first of the earlier rules ends.
LAPSES_IN_DAYS = 100
#: Days between the first day in force and the day the project of an earlier rule was entered.
BEFORE = 75


def play(stage: Stage) -> int:
    """Plays them in the order of their days; gives how many there are."""
    today = clock.today()
    _year_2012(stage)
    lapses = today + timedelta(days=LAPSES_IN_DAYS + 1)
    first = date(lapses.year - 5, lapses.month, min(lapses.day, 28))
    days = [first, *(today.replace(year=today.year - back, month=4, day=10) for back in (3, 3, 2, 2, 1))]
    for number, ((title, what), day) in enumerate(zip(texts.EARLIER, days, strict=True)):
        _earlier(stage, title, what, day - timedelta(days=number))
    return len(days) + 1


def _year_2012(stage: Stage) -> None:
    """Put forward as a project, consulted on twice, decided, published; five years later its validity ended."""
    acting = ConsultationStage(stage)
    closes = FIRST_2012 + timedelta(days=OPEN_FOR_2012)
    made = acting.begin(BEGUN_2012, closes, kind="normative", title=texts.TITLE_2012, need=texts.NEED_2012)
    acting.write(made, BEGUN_2012, texts.provisions(texts.FIRST_2012), texts.EARLIER_EXPLAINED)
    acting.put_out(made, FIRST_2012)
    given = [
        acting.say(made, Said(channel, "", "", words, verdict, clause, reason, "", ""), number,
                   FIRST_2012 + timedelta(days=2 + number))
        for number, (channel, words, clause, verdict, reason) in enumerate(texts.OPINIONS_2012)
    ]  # fmt: skip
    acting.end(made)
    again = date(2012, 6, 11)
    acting.go(made, "redraft", "drafter", again, 30, reason=texts.REDRAFT_2012)
    acting.until(made, again, SECOND_2012 + timedelta(days=OPEN_FOR_2012))
    changed = texts.provisions(texts.FIRST_2012, texts.CHANGED_2012)
    acting.write(made, again, changed, texts.EARLIER_EXPLAINED)
    acting.look(made, given, again)
    acting.answer(made, given, again)
    acting.put_out(made, SECOND_2012)
    acting.end(made)
    _decided(acting, made, date(2012, 9, 10))
    lapses_on = now(made).lapses_on
    assert lapses_on is not None
    with clock.travel_to(at(lapses_on + timedelta(days=1)) - timedelta(hours=8, minutes=50)):
        by_itself.run()


def _earlier(stage: Stage, title: str, what: str, in_force: date) -> None:
    """A short rule on its short way."""
    acting = ConsultationStage(stage, "waste" if "垃圾" in what else "appearance")
    calendar = clock.calendar()
    begun = calendar.after(in_force - timedelta(days=BEFORE), 1)
    opens = calendar.after(begun, 5)
    made = acting.begin(
        begun,
        opens + timedelta(days=OPEN_FOR + 7),
        kind="normative",
        title=title,
        need=f"现行做法对{what}没有统一规定。",
    )
    acting.write(
        made, begun, texts.provisions(texts.EARLIER_TEXT.replace("{what}", what)), texts.EARLIER_EXPLAINED
    )
    acting.put_out(made, opens)
    acting.end(made)
    _decided(acting, made, calendar.after(opens + timedelta(days=OPEN_FOR + 9), 3), in_force)


def _decided(acting: ConsultationStage, made: Document, day: date, in_force: date | None = None) -> None:
    """Reviewed, discussed, signed, published and filed within some days."""
    after = clock.calendar().after
    acting.reviewed(made, day, texts.EARLIER_REVIEWED, texts.EARLIER_REVIEWED)
    decided, published = after(day, 3), after(day, 6)
    acting.record(
        made,
        "discussion",
        decided,
        "会议同意，按程序签发。",
        (texts.VOICES[1], (*texts.VOICES[4][:1], "同意。", False)),
    )
    acting.go(made, "sign", LEADER, decided, 240)
    acting.publish(
        made, published, "说明制定的理由、主要内容和执行办法。", texts.CHANNELS, in_force_from=in_force
    )
    filed = after(published, 5)
    acting.go(made, "file", PUBLISHER, filed, 60, on=filed)
