"""Lets the demonstration's reporters, desk and handlers act: one matter, step by step, each at a believable hour."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from gongkai.complaints import actions
from gongkai.complaints.actions import CallGiven, Given, ReplyInput, Report, by_itself
from gongkai.complaints.models import Matter, Session
from gongkai.complaints.people import ReporterActor
from gongkai.complaints.queries import routing
from gongkai.core import clock, places
from gongkai.core.models import LadderStep
from gongkai.demo import cast, complaining
from gongkai.demo.stage import Stage, at
from gongkai.people.models import Agency, Unit

ROLES = {
    "desk": "complaint-desk", "chief": "complaint-chief", "caller": "complaint-caller", "leader": "leader",
    "boss": "head",
}  # fmt: skip
#: Channels a reporter uses without the desk.
OWN = ("web", "email", "hotline_12345", "open311")


class ComplaintStage:
    """A play about matters; posts, units and dice are the stage's."""

    def __init__(self, stage: Stage, first: int = 0) -> None:
        self.stage = stage
        self.agency = Agency.objects.get(code="cgj")
        self.calendar = clock.calendar()
        self._serial = first
        self._leads: dict[tuple[str, str], str] = {}
        self._codes = dict(Unit.objects.filter(agency=self.agency).values_list("pk", "code"))

    def after(self, day: date, days: int) -> date:
        """So many working days later."""
        return self.calendar.after(day, days)

    def furnish(self, day: date) -> None:
        """The routing rules and the wordings for replies."""
        chief = self.stage.actor(ROLES["chief"])
        with clock.travel_to(at(day)):
            actions.replace_rules(
                agency_id=self.agency.pk, actor=chief, rules=complaining.rules(), reason="建立派单规则"
            )
            for key, title, category, result, text in complaining.TEMPLATES:
                actions.keep_template(
                    agency_id=self.agency.pk, actor=chief, key=key, title=title, text=text, category=category,
                    result=result, reason="建立答复模板",
                )  # fmt: skip

    def session(self, day: date, topic: str) -> Session:
        """A session of the hotline programme."""
        with clock.travel_to(at(day, 60)):
            return actions.hold_session(
                agency_id=self.agency.pk,
                actor=self.stage.actor(ROLES["desk"]),
                session=actions.SessionInput(
                    programme=complaining.PROGRAMME, on=day, station=complaining.STATION, topic=topic,
                    guests=complaining.GUESTS,
                ),
            )  # fmt: skip

    def take(self, day: date, subject: complaining.Subject, *, channel: str = "telephone", minutes: int = 30,
             session: Session | None = None, **changes: Any) -> Matter:  # fmt: skip
        """A matter on a day: handed in by the reporter, or taken by the desk."""
        self._serial += 1
        number = self._serial
        values: dict[str, Any] = {
            "title": subject.title,
            "text": subject.text,
            "contact": complaining.reporter(number),
            "kind": subject.kind,
            "channel": channel,
            "category": subject.category,
            "may_publish": number % 3 == 0,
            "session_id": session.pk if session else None,
            **self._place(number),
        }
        if channel == "hotline_12345":
            values |= {"outside_system": "12345", "outside_number": f"SL{day:%Y%m%d}{number:04d}"}
        own = channel in OWN
        with clock.travel_to(at(day, minutes)):
            return actions.submit(
                agency_id=self.agency.pk,
                actor=None if own else self.stage.actor(ROLES["desk"]),
                report=Report(**{**values, **changes}),
                token=f"demonstration-matter-{number:05d}",
            ).matter

    def _place(self, number: int) -> dict[str, Any]:
        """A point in one of the districts' grids, another for each matter."""
        district = complaining.DISTRICTS[number % len(complaining.DISTRICTS)]
        grids = places.areas("grid", district)
        # Some grids come twice as often as others, as in every city.
        grid = grids[number // len(complaining.DISTRICTS) % 7 % len(grids)]
        street = f"{complaining.STREETS[number % len(complaining.STREETS)]}{number % 90 + 1}号附近"
        middle = grid.label_point()
        return {
            "lat": round(middle.lat + (number % 11 - 5) * 0.0002, 5),
            "lon": round(middle.lon + (number % 13 - 6) * 0.0002, 5),
            "district": district,
            "grid": grid.code,
            "address": street,
        }

    def go(self, matter: Matter, key: str, who: str, when: datetime, **given: Any) -> Matter:
        """One move; ``who``: desk, chief, caller, leader, boss, handler, head, reporter or clock."""
        climb(when)
        # Nobody else is on the stage: the matter is as it was left, and the deed itself reads it again.
        with clock.travel_to(when):
            return actions.move(
                matter_id=matter.pk,
                key=key,
                actor=self.actor(matter, who),
                expected_version=None,
                given=Given(**given),
            )

    def actor(self, matter: Matter, who: str) -> Any:
        """Who plays the part for this matter."""
        if who == "reporter":
            return ReporterActor(matter.pk, self.agency.code)
        if who == "clock":
            return None
        if who in ROLES:
            return self.stage.actor(ROLES[who])
        unit = self._codes.get(matter.unit_id or 0, "office")
        drafter, head = cast.DRAFTERS[unit]
        return self.stage.actor({"handler": drafter, "head": head}[who])

    def unit_of(self, matter: Matter) -> int:
        """Where the rules send it; they look at class and district alone in office hours, and do not change."""
        about = matter.category, matter.district
        if about not in self._leads:
            self._leads[about] = getattr(routing.answer(matter), "lead", "office")
        return self.stage.unit(self._leads[about])

    def dispatched(self, matter: Matter, day: date, minutes: int = 45) -> Matter:
        """Registered where it is not yet, and dispatched as the rules say."""
        if matter.state == "received":
            matter = self.go(matter, "register", "desk", at(day, minutes - 5))
        return self.go(matter, "dispatch", "desk", at(day, minutes), unit=self.unit_of(matter))

    def drafted(self, matter: Matter, day: date, subject: complaining.Subject, minutes: int = 60) -> Matter:
        """Signed for where it is not yet, looked at on the spot, with a reply."""
        if matter.state == "dispatched":
            matter = self.go(matter, "sign", "handler", at(day, minutes))
        handler, looked = self.actor(matter, "handler"), at(day, minutes + 55)
        climb(looked)
        with clock.travel_to(looked):
            actions.enter_check(
                matter_id=matter.pk, actor=handler, text="到现场核查，情况与反映一致，已当场处理。"
            )
            actions.write_reply(
                matter_id=matter.pk,
                actor=handler,
                reply=ReplyInput(
                    text=f"{subject.reply}办理时间：{looked.month}月{looked.day}日。",
                    result=subject.result,
                    evidence="现场核查记录",
                ),
            )
        return matter

    def sent(self, matter: Matter, day: date, minutes: int = 130) -> Matter:
        """Submitted, reviewed and sent."""
        matter = self.go(matter, "submit_reply", "handler", at(day, minutes))
        matter = self.go(matter, "agree_reply", "head", at(day, minutes + 20))
        return self.go(matter, "send_reply", "desk", at(day, minutes + 35), way="telephone")

    def called(self, matter: Matter, day: date, rating: str = "satisfied", minutes: int = 40) -> Matter:
        """Called back by the call-back officer: at an hour and for a while of its own."""
        began = at(day, minutes + matter.pk % 90)
        call = CallGiven(
            answered=True,
            solved=rating in ("satisfied", "fair"),
            rating=rating,
            began_at=began,
            minutes=2 + matter.pk % 6,
        )
        return self.go(matter, "call_back", "caller", began + timedelta(minutes=call.minutes), call=call)


def climb(until: datetime) -> int:
    """Takes the steps of the ladder whose moment comes before ``until``, each in its own. Gives how many."""
    taken, met = 0, set()
    waiting = LadderStep.objects.filter(
        fired_at__isnull=True, cancelled_at__isnull=True, fire_at__lte=until
    ).order_by("fire_at", "id")
    while step := waiting.first():
        if step.pk in met:
            raise RuntimeError(f"The step {step.step} of clock {step.deadline_id} cannot be taken.")
        met.add(step.pk)
        with clock.travel_to(step.fire_at):
            taken += by_itself.climb()
    return taken
