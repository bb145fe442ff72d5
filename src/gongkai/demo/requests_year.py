"""The requests of last year and of this one: a steady flow with every outcome, and matters in every state today."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from gongkai.core import clock
from gongkai.demo import asking
from gongkai.demo.request_stage import RequestStage
from gongkai.demo.stage import Stage, at
from gongkai.requests import actions
from gongkai.requests.actions import DisputeInput
from gongkai.requests.models import Request

Scene = tuple[date, int, Callable[[], object]]

#: How the requests of a year were answered, in turn.
USUAL = (
    "open", "public", "open", "not_exist", "open", "third_party", "not_here", "public", "petition", "internal",
    "open", "creation", "file", "publication", "open", "other",
)  # fmt: skip
CHANNELS = (
    "online",
    "online",
    "letter_registered",
    "online",
    "in_person",
    "online",
    "letter_ordinary",
    "oral",
)
#: Working days between two requests of the steady flow.
EVERY = 20


class RequestsYear:
    """Plays requests from the first day of last year up to today."""

    def __init__(self, stage: Stage, today: date) -> None:
        self.play = RequestStage(stage)
        self.today = today
        self.calendar = clock.calendar()

    def back(self, days: int) -> date:
        """The day so many working days before today."""
        day = self.today
        while days:
            day -= timedelta(days=1)
            days -= self.calendar.is_working(day)
        return day

    def scenes(self) -> Iterator[Scene]:
        """Everything that happens, each with its day and its place in it."""
        day, number = self._first(), 0
        last = self.back(40)
        while day < last:
            yield day, 20, self._usual(day, number)
            day, number = self.calendar.after(day, EVERY), number + 1
        for back, scene in self._stories():
            yield self.back(back), 21, scene

    def _first(self) -> date:
        return self.calendar.after(date(self.today.year - 1, 1, 1), 8)

    def _usual(self, day: date, number: int) -> Callable[[], object]:
        channel, name = CHANNELS[number % len(CHANNELS)], USUAL[number % len(USUAL)]
        asker = asking.ORGANISATIONS[number // 3 % 6] if number % 3 == 2 else None

        def scene() -> Request:
            request = self.play.handling(day, about=number, channel=channel, asker=asker)
            if name == "third_party":
                request = self._objection(request, self.play.after(day, 2))
                return self.play.answer(request, name, self.play.after(day, 12), until="archived")
            return self.play.answer(request, name, self.play.after(day, 6 + number % 9), until="archived")

        return scene

    def _objection(self, request: Request, day: date) -> Request:
        request = self.play.go(
            request, "hear_third_party", "officer", day, party="示例运输企业", contact="示例市公开大道 9 号",
            reason="含有企业的商业信息",
        )  # fmt: skip
        asked = request.consultations.get()
        return self.play.go(
            request, "last_opinion", "officer", self.play.after(day, 6), consultation=asked.pk, result="objects",
            opinion="所列信息是本公司的商业秘密，不同意公开。",
        )  # fmt: skip

    def _stories(self) -> list[tuple[int, Callable[[], object]]]:
        return [
            (230, self.reviewed),
            (210, self.sued),
            (150, self.lapsed),
            (130, self.fee_paid),
            (120, self.not_paid),
            (100, self.overruled),
            (90, self.excessive),
            (80, self.withdrawn),
            (70, self.split),
            (65, self.own_record),
            (60, self.partly),
            (38, self.overdue),
            (24, self.extended),
            (18, self.waiting_for_reasons),
            (16, self.waiting_for_fee),
            (14, self.heard),
            (13, self.pending_review),
            (12, self.in_check),
            (11, self.in_approval),
            (10, self.approved),
            (9, self.issued),
            (8, self.to_complete),
            (5, self.in_hand),
            (4, self.asks_for_time),
            (2, self.just_registered),
            (1, self.just_arrived),
            (1, self.not_a_request),
        ]

    # --- What is over ---------------------------------------------------------------------------------------------

    def reviewed(self) -> None:
        """Refused, reviewed, upheld."""
        day = self.back(230)
        request = self.play.answer(self.play.handling(day, about=2), "internal", self.play.after(day, 8))
        review = self._dispute("administrative_review", self.play.after(day, 15), request)
        self._conclude(review, "upheld", self.play.after(day, 45))

    def sued(self) -> None:
        """Refused, reviewed and corrected, answered anew; another one sued over directly."""
        day = self.back(210)
        request = self.play.answer(self.play.handling(day, about=4), "file", self.play.after(day, 9))
        review = self._dispute("administrative_review", self.play.after(day, 14), request)
        self._conclude(review, "corrected", self.play.after(day, 40))
        request = self.play.go(
            request, "redo", "legal", self.play.after(day, 41), reason="复议机关责令重新答复"
        )
        self.play.answer(request, "open", self.play.after(day, 48))
        other = self.play.answer(
            self.play.handling(self.play.after(day, 3), about=5), "not_exist", self.play.after(day, 12)
        )
        suit = self._dispute("litigation_direct", self.play.after(day, 30), other)
        self._conclude(suit, "other_result", self.play.after(day, 80))

    def lapsed(self) -> None:
        """Asked to be completed, and never was."""
        day = self.back(150)
        request = self.play.registered(day, about=1, channel="letter_registered")
        request = self.play.go(
            request, "ask_correction", "desk", self.play.after(day, 3),
            correction="1.请提供身份证明。\n2.请写明所需信息的年度。", by_day=self.play.after(day, 15),
        )  # fmt: skip
        self.play.go(request, "lapse_correction", "clock", self.play.after(day, 16))

    def fee_paid(self) -> None:
        """A fee by page, paid; the clock began anew."""
        day = self.back(130)
        request = self._with_fee(day, "by_page", 109)
        paid = self.play.after(day, 9)
        request = self.play.go(request, "pay", "desk", paid, receipt="示例票据0001", day=paid)
        self.play.answer(request, "open", self.play.after(paid, 6), until="archived")

    def not_paid(self) -> None:
        """A fee that was never paid."""
        day = self.back(120)
        request = self._with_fee(day, "by_page", 72)
        self.play.go(request, "lapse_fee", "clock", self.play.after(day, 27))

    def _with_fee(self, day: date, method: str, count: int) -> Request:
        request = self.play.handling(day, about=0, asker=asking.ORGANISATIONS[0])
        with clock.travel_to(at(self.play.after(day, 3), 90)):
            actions.work_out_fee(
                request_id=request.pk,
                actor=self.play.stage.actor("request-officer"),
                expected_version=None,
                method=method,
                count=count,
            )
        return self.play.go(request, "charge_fee", "head", self.play.after(day, 4))

    def overruled(self) -> None:
        """A third party objects; the public interest weighs more, and it is told so."""
        day = self.back(100)
        request = self._objection(self.play.handling(day, about=6), self.play.after(day, 2))
        answer = asking.ANSWERS["open"]
        changed = type(answer)(
            kind="open", outcome="granted", pointer=answer.pointer,
            override_reason="该信息涉及渣土运输安全，不公开可能对公共利益造成重大影响。",
        )  # fmt: skip
        written = self.play.write(request, changed, self.play.after(day, 11))
        self.play.finish(written, self.play.after(day, 11))

    def excessive(self) -> None:
        """The same applicant many times over: asked why, and not processed."""
        day = self.back(90)
        asker = asking.person(77)
        for number in range(2):
            earlier = self.play.handling(day, about=number, asker=asker)
            self.play.answer(earlier, "public", self.play.after(day, 3 + number))
        request = self.play.handling(day, about=2, asker=asker)
        request = self.play.go(
            request, "ask_reasons", "officer", self.play.after(day, 2), reason="本月已提出多件相同申请",
            by_day=self.play.after(day, 12),
        )  # fmt: skip
        request = self.play.go(
            request, "reasons_given", "applicant", self.play.after(day, 5), reasons="个人研究需要。"
        )
        self.play.answer(request, "excessive", self.play.after(day, 8))

    def withdrawn(self) -> None:
        """Taken back by the applicant, and by letter."""
        day = self.back(80)
        self.play.go(self.play.handling(day, about=3), "withdraw", "applicant", self.play.after(day, 4))
        request = self.play.handling(day, about=5, channel="letter_registered")
        self.play.go(request, "withdraw", "desk", self.play.after(day, 6), evidence="申请人来信撤回")

    def split(self) -> None:
        """One letter with two matters becomes two requests."""
        day = self.back(70)
        request = self.play.registered(day, about=0, channel="in_person")
        with clock.travel_to(at(self.play.after(day, 1), 60)):
            parts = actions.split(
                request_id=request.pk,
                actor=self.play.stage.actor("request-desk"),
                expected_version=None,
                subjects=["渣土运输企业核准名单", "户外广告审批结果"],
            )
        for number, each in enumerate([request, *parts]):
            unit = "waste" if number == 0 else "appearance"
            taken = self.play.go(
                each, "accept", "desk", self.play.after(day, 1), 150, unit=self.play.stage.unit(unit)
            )
            self.play.answer(taken, "open", self.play.after(day, 7 + number))

    def own_record(self) -> None:
        """A record about the applicant was wrong, and is corrected (Article 41)."""
        day = self.back(65)
        request = self.play.handling(day, about=0, matter="own_record", subject="更正门前责任书中的店铺名称")
        answer = type(asking.ANSWERS["open"])(
            own_record_result="corrected", text="经核实，记录有误，已予更正。"
        )
        written = self.play.write(request, answer, self.play.after(day, 5))
        self.play.finish(written, self.play.after(day, 5))

    def partly(self) -> None:
        """A list with a telephone number blacked out."""
        day = self.back(60)
        request = self.play.handling(day, about=0, asker=asking.ORGANISATIONS[2])
        self.play.finish(self.play.partial(request, self.play.after(day, 6)), self.play.after(day, 6))

    # --- What is still going on -----------------------------------------------------------------------------------

    def overdue(self) -> None:
        """One that somebody forgot."""
        self.play.handling(self.back(38), about=7, channel="letter_registered")

    def extended(self) -> None:
        """More time was allowed."""
        day = self.back(24)
        request = self.play.handling(day, about=4)
        request = self._wants_time(request, self.play.after(day, 12))
        self.play.go(request, "grant_extension", "head", self.play.after(day, 13))

    def _wants_time(self, request: Request, day: date) -> Request:
        return self.play.go(
            request, "ask_extension", "officer", day, days=15, reason="涉及多个年度的档案，需要逐卷核对"
        )

    def waiting_for_reasons(self) -> None:
        """Asked for the reasons of many requests."""
        day = self.back(4)
        request = self.play.handling(day, about=2, asker=asking.person(77))
        self.play.go(
            request, "ask_reasons", "officer", self.play.after(day, 2), reason="数量明显超过合理范围",
            by_day=self.play.after(day, 12),
        )  # fmt: skip

    def waiting_for_fee(self) -> None:
        """A fee notice is out."""
        self._with_fee(self.back(16), "by_page", 119)

    def heard(self) -> None:
        """A third party and another agency are heard at the same time."""
        day = self.back(14)
        request = self.play.handling(day, about=0, asker=asking.ORGANISATIONS[4])
        request = self.play.go(
            request, "hear_third_party", "officer", self.play.after(day, 3), party="示例运输企业",
            contact="示例市公开大道 9 号", reason="含有企业的商业信息",
        )  # fmt: skip
        self.play.go(
            request, "ask_agency", "officer", self.play.after(day, 5), agency="示例市住房和城乡建设局", joint=True,
            reason="名单由两局共同制作",
        )  # fmt: skip

    def pending_review(self) -> None:
        """A review that is not decided."""
        day = self.back(60)
        request = self.play.answer(self.play.handling(day, about=6), "internal", self.play.after(day, 6))
        self._dispute("administrative_review", self.back(13), request)

    def in_check(self) -> None:
        """With the legal officer."""
        day = self.back(12)
        self.play.answer(
            self.play.handling(day, about=1), "open", self.play.after(day, 8), until="legal_check"
        )

    def in_approval(self) -> None:
        """With the leader."""
        day = self.back(11)
        self.play.answer(
            self.play.handling(day, about=3), "not_here", self.play.after(day, 8), until="approval"
        )

    def approved(self) -> None:
        """Approved, not issued yet."""
        day = self.back(10)
        self.play.answer(
            self.play.handling(day, about=5), "creation", self.play.after(day, 7), until="approved"
        )

    def issued(self) -> None:
        """Issued, not served yet."""
        day = self.back(9)
        request = self.play.handling(day, about=2, channel="letter_registered")
        self.play.answer(request, "public", self.play.after(day, 6), until="issued")

    def to_complete(self) -> None:
        """The applicant is to complete it."""
        day = self.back(8)
        request = self.play.registered(day, about=4)
        self.play.go(
            request, "ask_correction", "desk", self.play.after(day, 3), correction="请写明所需信息的年度和范围。",
            by_day=self.play.after(day, 18),
        )  # fmt: skip

    def in_hand(self) -> None:
        """Being handled, by each unit; one with an answer half written and a passage blacked out."""
        for about in (0, 1):
            request = self.play.handling(self.back(5), about=about, asker=asking.ORGANISATIONS[about])
            if about == 0:
                self.play.partial(request, self.back(2))

    def asks_for_time(self) -> None:
        """The officer asks for more time; the head has not decided."""
        self._wants_time(self.play.handling(self.back(10), about=6), self.back(1))

    def just_registered(self) -> None:
        """Registered, to be assigned."""
        self.play.registered(self.back(2), about=7)

    def just_arrived(self) -> None:
        """Sent in on the site and by fax, to be confirmed."""
        self.play.hand_in(self.back(1), about=2)
        self.play.hand_in(self.back(1), about=3, channel="fax")

    def not_a_request(self) -> None:
        """Sent twice: the second is set aside."""
        request = self.play.hand_in(self.back(3), about=2)
        self.play.go(request, "void", "head", self.back(2), reason="与前一件完全相同，申请人确认系误发")

    # --- Reviews and suits ----------------------------------------------------------------------------------------

    def _dispute(self, kind: str, day: date, request: Request) -> Any:
        authority = "示例市人民政府" if kind == "administrative_review" else "示例区人民法院"
        with clock.travel_to(at(day, 60)):
            return actions.file_dispute(
                actor=self.play.stage.actor("request-legal"),
                agency_id=self.play.agency.pk,
                content=DisputeInput(
                    kind=kind,
                    filed_on=day,
                    number=f"示例复〔{day.year}〕{request.pk}号",
                    authority=authority,
                    request_number=request.number,
                    copy_received_on=day,
                ),
            )

    def _conclude(self, dispute: Any, result: str, day: date) -> None:
        legal = self.play.stage.actor("request-legal")
        replied = self.play.after(dispute.filed_on, 4)
        with clock.travel_to(at(replied, 60)):
            dispute = actions.note_reply(
                actor=legal, dispute_id=dispute.pk, expected_version=None, on=replied
            )
        with clock.travel_to(at(day, 60)):
            actions.conclude(actor=legal, dispute_id=dispute.pk, expected_version=None, result=result, on=day)
