"""Lets the demonstration's applicants and officers act: one request, step by step, each at a believable hour."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from gongkai.core import clock, redaction
from gongkai.core.paper import pdf
from gongkai.core.paper.sheet import Paragraph, Run, Sheet
from gongkai.demo import asking
from gongkai.demo.stage import Stage, at
from gongkai.people.models import Agency
from gongkai.requests import actions
from gongkai.requests.actions import AnswerInput, Application, Given
from gongkai.requests.models import AnswerFile, Request
from gongkai.requests.people import ApplicantActor

OFFICERS = {"waste": "request-officer", "appearance": "city-officer"}
ROLES = {"desk": "request-desk", "legal": "request-legal", "head": "office", "leader": "leader"}
SECRET = "示例车队联系人 0000-6669999"  # noqa: S105 - an invented telephone number, blacked out in the copy


class RequestStage:
    """A play about requests; posts, units and dice are the stage's."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.agency = Agency.objects.get(code="cgj")
        self.calendar = clock.calendar()
        self._serial = 0

    def after(self, day: date, days: int) -> date:
        """So many working days later."""
        return self.calendar.after(day, days)

    def hand_in(self, day: date, *, channel: str = "online", asker: asking.Asker | None = None, about: int = 0,
                **changes: Any) -> Request:  # fmt: skip
        """An application on a day: on the site by the applicant, otherwise entered by the desk."""
        self._serial += 1
        who = asker or asking.person(self._serial)
        _unit, subject, description = asking.SUBJECTS[about % len(asking.SUBJECTS)]
        values: dict[str, Any] = {
            "subject": subject,
            "description": description,
            "identity": who.identity,
            "applicant_kind": who.kind,
            "channel": channel,
        }
        if channel != "online":
            values |= {"evidence": EVIDENCE[channel], "way_wanted": "collect", "form_wanted": "paper"}
        with clock.travel_to(at(day, 30 + self._serial % 40)):
            return actions.submit(
                agency_id=self.agency.pk,
                actor=None if channel == "online" else self.stage.actor(ROLES["desk"]),
                application=Application(**{**values, **changes}),
                token=f"demonstration-{self._serial:05d}",
            ).request

    def go(
        self, request: Request, key: str, who: str, when: date, minutes: int = 120, **given: Any
    ) -> Request:
        """One move; ``who``: desk, officer, legal, head, leader, applicant or clock."""
        fresh = Request.objects.select_related("agency", "unit").get(pk=request.pk)
        actor: Any = None
        if who == "applicant":
            actor = ApplicantActor(fresh.pk, fresh.agency.code)
        elif who == "officer":
            actor = self.stage.actor(OFFICERS[fresh.unit.code if fresh.unit else "waste"])
        elif who != "clock":
            actor = self.stage.actor(ROLES[who])
        with clock.travel_to(at(when, minutes)):
            return actions.move(
                request_id=fresh.pk,
                key=key,
                actor=actor,
                expected_version=fresh.version,
                given=Given(**given),
            )

    def registered(self, day: date, **application: Any) -> Request:
        """Handed in and registered on the same day."""
        request = self.hand_in(day, **application)
        evidence = {} if request.channel == "online" else {"evidence": EVIDENCE[request.channel]}
        if request.channel in ("fax", "email"):
            evidence["applicant_confirmed_on"] = day  # type: ignore[assignment]
        return self.go(request, "register", "desk", day, 110, **evidence)

    def handling(self, day: date, *, about: int = 0, **application: Any) -> Request:
        """Registered, accepted and with an officer."""
        request = self.registered(day, about=about, **application)
        unit = asking.SUBJECTS[about % len(asking.SUBJECTS)][0]
        officer = self.stage.actor(OFFICERS[unit])
        return self.go(
            request, "accept", "desk", day, 150, unit=self.stage.unit(unit), officer=officer.person_id
        )

    def write(self, request: Request, answer: AnswerInput, day: date) -> Request:
        """The officer writes the answer."""
        fresh = Request.objects.select_related("unit").get(pk=request.pk)
        officer = self.stage.actor(OFFICERS[fresh.unit.code if fresh.unit else "waste"])
        with clock.travel_to(at(day, 60)):
            return actions.save_answer(
                request_id=fresh.pk, actor=officer, expected_version=fresh.version, content=answer
            )

    def answer(self, request: Request, name: str, day: date, *, until: str = "closed") -> Request:
        """The answer's whole way, as far as ``until``; two working days from the draft to the service."""
        request = self.write(request, asking.ANSWERS[name], day)
        return self.finish(request, day, until=until)

    def finish(self, request: Request, day: date, *, until: str = "closed") -> Request:
        """Submitted, checked, approved, issued, served, archived: as far as ``until``."""
        served = {"way": "electronic", "evidence": "系统送达记录", "day": self.after(day, 2)}
        if request.channel in ("letter_registered", "letter_ordinary"):
            served = {
                "way": "post",
                "evidence": "邮政回执",
                "tracking": "XA00000000EX",
                "day": self.after(day, 2),
            }
        way: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
            ("submit_answer", "officer", 0, {}),
            ("legal_agree", "legal", 0, {}),
            ("approve", "leader", 1, {}),
            ("issue", "desk", 1, {}),
            ("serve", "desk", 2, served),
            ("archive", "desk", 8, {}),
        )
        for number, (key, who, later, given) in enumerate(way):
            if request.state == until:
                break
            request = self.go(request, key, who, self.after(day, later), 180 + 20 * number, **given)
        return request

    def partial(self, request: Request, day: date) -> Request:
        """A document with a passage blacked out, and the answer that gives the rest."""
        officer = self.stage.actor(OFFICERS[request.unit.code if request.unit else "waste"])
        content = pdf.pdf(
            Sheet(
                title="渣土运输企业名单",
                issuer=self.agency.name,
                blocks=tuple(
                    Paragraph((Run(words),))
                    for words in ("一、示例渣土运输有限公司，核准车辆12台。", f"二、联系方式：{SECRET}。")
                ),
            )
        )
        with clock.travel_to(at(day, 40)):
            original = actions.add_file(
                request_id=request.pk, actor=officer, expected_version=None,
                source=io.BytesIO(content), name="企业名单.pdf", title="渣土运输企业名单",
            )  # fmt: skip
            boxes = redaction.find_words(content, ["0000-6669999"], ground="privacy")
            with redaction.proven_copy(content, boxes) as (path, proof):
                self._add_copy(request, original, path.read_bytes(), boxes, proof)
        answer = AnswerInput(
            kind="partial",
            outcome="partially_granted",
            ground="privacy",
            reason="名单中联系人的电话号码属于个人隐私，依照《条例》第十五条不予公开。",
        )
        return self.write(request, answer, day)

    def _add_copy(
        self,
        request: Request,
        original: AnswerFile,
        copy: bytes,
        boxes: Sequence[redaction.Box],
        proof: redaction.Proof,
    ) -> None:
        officer = self.stage.actor(OFFICERS[request.unit.code if request.unit else "waste"])
        actions.add_redacted(
            request_id=request.pk,
            actor=officer,
            expected_version=None,
            original_id=original.pk,
            source=io.BytesIO(copy),
            name="企业名单（区分处理件）.pdf",
            boxes=[
                {name: getattr(box, name) for name in ("page", "x", "y", "width", "height", "ground")}
                for box in boxes
            ],
            proof={name: getattr(proof, name) for name in ("sha256", "pages", "boxes", "words")},
        )


EVIDENCE = {
    "letter_registered": "挂号信 XA00000000EX",
    "letter_ordinary": "当日电话与申请人确认",
    "in_person": "受理窗口当面签收",
    "fax": "电话双方确认",
    "email": "回复邮件双方确认",
    "oral": "受理人员代填并由申请人签字",
}
