"""The year 2012: 392 matters over every way in, 388 of them closed; three stand on the shelved list to this day, and one
was joined with such a one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.complaints.actions import revealing
from gongkai.complaints.models import Matter, Session
from gongkai.core import clock
from gongkai.demo import complaining
from gongkai.demo.complaint_stage import ComplaintStage
from gongkai.demo.stage import Stage, at

YEAR = 2012
#: How many came in which way; together 392.
CHANNELS = {
    "telephone": 212,
    "broadcast": 36,
    "web": 40,
    "leader_mailbox": 30,
    "letter": 28,
    "visit": 24,
    "hotline_12345": 14,
    "email": 8,
}
#: Sessions of the hotline programme, one a month with three matters on air each.
SESSIONS = 12
#: Every how many one went another way than the usual one.
RETURNED, REOPENED, UNHAPPY, LATE, EXTENDED, FAIR = 61, 83, 97, 53, 71, 4


def play(stage: Stage) -> int:
    """Plays the year; gives the number of matters."""
    acting = ComplaintStage(stage)
    acting.furnish(date(YEAR, 1, 4))
    days = _days(sum(CHANNELS.values()))
    sessions: dict[int, Session] = {}
    lasting: Matter | None = None
    for number, (channel, day) in enumerate(zip(_mixed(), days, strict=True)):
        if number in _SHELVED_AT:
            lasting = _shelved(acting, day, channel, complaining.SHELVED[_SHELVED_AT.index(number)])
            continue
        if number == _AGAIN_AT and lasting is not None:
            _again(acting, day, channel, lasting)
            continue
        session = None
        if channel == "broadcast":
            if day.month not in sessions:
                sessions[day.month] = acting.session(day, "城市管理与市民生活")
            session = sessions[day.month]
        _usual(acting, number, day, channel, session)
    for session in sessions.values():
        _report(acting, session)
    _forget()
    return len(days)


#: Which of the 392 could not be solved, and which reported the last of them once more.
_SHELVED_AT, _AGAIN_AT = (88, 171, 260), 333


def _mixed() -> Iterator[str]:
    """The ways in, spread over the year as evenly as they come."""
    total = sum(CHANNELS.values())
    given = dict.fromkeys(CHANNELS, 0)
    for number in range(total):
        # Whoever lags furthest behind its share comes next.
        channel = max(CHANNELS, key=lambda key: CHANNELS[key] * (number + 1) / total - given[key])
        given[channel] += 1
        yield channel


def _days(count: int) -> list[date]:
    """Working days spread over the year; a few matters share a day."""
    calendar = clock.calendar()
    first, days = date(YEAR, 1, 5), []
    for number in range(count):
        day = date.fromordinal(first.toordinal() + number * 350 // count)
        while not calendar.is_working(day):
            day = date.fromordinal(day.toordinal() + 1)
        days.append(day)
    return days


def _usual(acting: ComplaintStage, number: int, day: date, channel: str, session: Session | None) -> Matter:
    subject = complaining.SUBJECTS[number * 5 % len(complaining.SUBJECTS)]
    matter = acting.take(day, subject, channel=channel, minutes=20 + number % 30, session=session)
    if subject.kind == "enquiry":
        return _answered_at_once(acting, matter, day, subject)
    matter = acting.dispatched(matter, day, 60)
    if number % RETURNED == 7:
        matter = _returned(acting, matter, day)
    done = day
    if number % EXTENDED == 9:
        matter = _extended(acting, matter, day)
        done = acting.after(day, 1)
    elif number % LATE == 11:
        # Signed for at once and then left lying: yellow, red, urged, and a leader is told.
        matter = acting.go(matter, "sign", "handler", at(day, 75))
        done = acting.after(day, 22)
        matter = acting.drafted(matter, done, subject, 75)
    else:
        matter = acting.drafted(matter, day, subject, 75)
    matter = acting.sent(matter, done)
    return _called(acting, matter, number, acting.after(done, 1), subject)


def _answered_at_once(
    acting: ComplaintStage, matter: Matter, day: date, subject: complaining.Subject
) -> Matter:
    from gongkai.complaints import actions
    from gongkai.complaints.actions import ReplyInput

    if matter.state == "received":
        matter = acting.go(matter, "register", "desk", at(day, 55))
    with clock.travel_to(at(day, 60)):
        actions.write_reply(
            matter_id=matter.pk,
            actor=acting.actor(matter, "desk"),
            reply=ReplyInput(text=subject.reply, result=subject.result),
        )
    matter = acting.go(matter, "answer_directly", "desk", at(day, 65), way="telephone")
    matter = acting.called(matter, acting.after(day, 1))
    return acting.go(matter, "close", "caller", at(acting.after(day, 1), 200))


def _returned(acting: ComplaintStage, matter: Matter, day: date) -> Matter:
    """Returned once, citing the article, and dispatched to the right unit."""
    matter = acting.go(
        matter, "return", "handler", at(day, 66), article="示例市城市管理局内设机构职责规定第六条", reason="属于市容管理科职责",
    )  # fmt: skip
    return acting.go(matter, "dispatch", "desk", at(day, 70), unit=acting.stage.unit("appearance"))


def _extended(acting: ComplaintStage, matter: Matter, day: date) -> Matter:
    """More time was asked for before the end, and allowed by somebody else."""
    subject = next(each for each in complaining.SUBJECTS if each.title == matter.title)
    matter = acting.drafted(matter, day, subject, 75)
    matter = acting.go(
        matter, "ask_extension", "handler", at(day, 140), days=1, reason="需要会同有关单位现场处理"
    )
    return acting.go(matter, "grant_extension", "chief", at(day, 150))


def _called(
    acting: ComplaintStage, matter: Matter, number: int, day: date, subject: complaining.Subject
) -> Matter:
    if number % REOPENED == 13:
        matter = acting.called(matter, day, "dissatisfied")
        matter = acting.go(matter, "refer", "caller", at(day, 160))
        matter = acting.go(matter, "reopen", "chief", at(day, 200), reason="处理不彻底，问题复发，重新办理")
        again = acting.after(day, 1)
        matter = acting.dispatched(matter, again, 30)
        matter = acting.sent(acting.drafted(matter, again, subject, 60), again, 140)
        day = acting.after(again, 1)
    elif number % UNHAPPY == 17:
        matter = acting.called(matter, day, "dissatisfied")
        matter = acting.go(matter, "refer", "caller", at(day, 160))
        return acting.go(
            matter, "close_unsettled", "chief", at(day, 220),
            reason="已依法处理到位，诉求人的赔偿要求应通过民事途径解决，已告知",
        )  # fmt: skip
    matter = acting.called(matter, day, "fair" if number % FAIR == 1 else "satisfied")
    return acting.go(matter, "close", "caller", at(day, 220))


def _shelved(acting: ComplaintStage, day: date, channel: str, about: tuple[str, str, str, str]) -> Matter:
    """Cannot be solved now: on the list since then, looked at again and shelved again last year."""
    category, title, text, why = about
    subject = complaining.Subject("complaint", category, title, text, why, "impossible")
    matter = acting.dispatched(acting.take(day, subject, channel=channel), day, 60)
    matter = acting.go(matter, "sign", "handler", at(day, 75))
    again = date(clock.today().year + 1, 3, 31)
    matter = acting.go(matter, "ask_shelving", "handler", at(day, 90), reason=why, review_again_on=again)
    return acting.go(matter, "shelve", "leader", at(day, 200), review_again_on=again, reason=why)


def _again(acting: ComplaintStage, day: date, channel: str, lasting: Matter) -> Matter:
    """Somebody else reports what stands on the list already: joined with it, and told so."""
    category, title, text, why = complaining.SHELVED[-1]
    subject = complaining.Subject("complaint", category, title, text, why, "impossible")
    place = {name: getattr(lasting, name) for name in ("lat", "lon", "district", "grid", "address")}
    matter = acting.take(day, subject, channel=channel, **place)
    if matter.state == "received":
        matter = acting.go(matter, "register", "desk", at(day, 55))
    return acting.go(matter, "merge", "desk", at(day, 65), lead=lasting.number)


def _forget() -> None:
    """Five years after the last was closed the time of keeping was over: who reported is erased, as it was then."""
    with clock.travel_to(at(date(YEAR + 6, 3, 1))):
        revealing.erase_due()


def _report(acting: ComplaintStage, session: Session) -> None:
    """The progress report back to the programme, eight working days after the session."""
    from gongkai.complaints import actions

    with clock.travel_to(at(acting.after(session.on, 8), 60)):
        actions.report_progress(
            session_id=session.pk,
            actor=acting.stage.actor("complaint-desk"),
            words="本期节目受理的事项已按期办理，现将进展情况通报如下。",
        )
