"""A bureau with something behind every address, and how the tests of the whole house ask for it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import translation

import applying
import cast as people
import complaining
import mattering
import reporting
import requesting
from domain.powers.risk_points import risk
from gongkai.complaints import actions as complaints
from gongkai.complaints.models import Matter, MatterFile
from gongkai.core import clock
from gongkai.powers import actions as powers
from gongkai.powers.actions import searches
from gongkai.powers.identity import Party
from gongkai.publishing import actions
from gongkai.publishing.models import Document
from gongkai.requests import actions as requests
from gongkai.requests.models import AnswerFile, Request
from house.accountability_doors import Accountability
from house.appraisal_doors import Appraisals
from house.archive_doors import Archive
from house.assessment_doors import Assessments
from house.conftest import Address
from house.consultation_doors import Consultations
from house.learning_doors import Learning
from house.plan_doors import Plans
from house.publicity_doors import Publicity
from rooms.annual_reports import working
from rooms.api import open311_stage
from rooms.campaigns import campaigning
from rooms.powers import deciding, registering, table_stage
from rooms.supervision import finding_stage

HIDDEN = "秘不可示"
LANGUAGES = ("zh-hans", "en")
#: Who knows what stands behind which addresses: a method of the house, or what it keeps of a room.
ROOMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("_of_requests", ("workspace:request", "workspace:dispute")),
    ("_of_reports", ("portal:report", "workspace:report")),
    ("_of_work_reports", ("portal:work_", "workspace:work_")),
    ("_of_powers", ("portal:power", "workspace:power", "api:v1:decision", " discretion")),
    ("_of_published_campaigns", ("portal:campaign", "api:v1:campaign")),
    ("_of_campaigns", ("workspace:campaign", "workspace:site")),
    ("_of_inspections", ("workspace:inspect", "workspace:street")),
    (
        "_of_consultations",
        (
            "portal:consultation",
            "api:v1:consultation",
            "workspace:consultation",
            "workspace:opinion_to",
            "workspace:rule_to",
            "workspace:beside_to",
        ),
    ),
    ("_of_collections", (" :collection", " :problem")),
    ("_of_rules_in_force", (" :evaluation", " :clean_up")),
    ("_of_risks", (" :risk",)),
    (
        "plans",
        (
            *("portal:plan", "portal:theme", "workspace:plan", "workspace:task", "workspace:meeting"),
            *("workspace:theme", "api:v1:plan", "api:v1:theme"),
        ),
    ),
    ("learning", ("workspace:learning",)),
    ("publicity", (" :publicity", "portal:activity", "workspace:activity", "api:v1:activity")),
    ("_of_the_calendar", ("workspace:internal_month",)),
    ("_of_findings", ("workspace:supervision",)),
    ("archive", ("workspace:archive",)),
    ("assessments", ("workspace:assess", "workspace:score_sheet", "portal:assessment")),
    ("accountability", ("workspace:accountability",)),
    ("appraisals", ("workspace:appraisal", "portal:appraisal")),
)


class House:
    """A bureau with something behind every address."""

    def __init__(self) -> None:
        self.cast = people.make_cast()
        actions.open_topic(
            actor=self.cast.office, agency_id=self.cast.agency.pk, slug="muck", title="渣土整治"
        )
        self.public = people.draft(self.cast, topics=["muck"])
        self.attached = actions.attach(
            document_id=self.public.pk,
            actor=self.cast.drafter,
            source=io.BytesIO("名称,数量\n甲,1\n".encode()),
            name="list.csv",
            title="名录",
        )
        for key, who in people.WAY:
            people.go(self.cast, self.public, key, who)
        self.withdrawn = people.published(self.cast, title="撤下的")
        people.go(self.cast, self.withdrawn, "withdraw", "office", reason="数据有误")
        self.draft = people.draft(self.cast, title=f"{HIDDEN}标题", body=f"<p>{HIDDEN}</p>")
        self.asked = applying.answered_with_a_file(self.cast, subject=f"{HIDDEN}事由")
        self.answer_file = AnswerFile.objects.get(answer__request=self.asked)
        self.letter = self.asked.letters.filter(to_applicant=True).latest("pk").letter_id
        self.shown = open311_stage.illustrated(
            self.cast, title="路灯", text="灯不亮", released_at=clock.now()
        )
        self._handle()
        self.report = reporting.published_as_agency_and_government(reporting.with_reporters(self.cast), 2023)
        with clock.travel_to(working.JANUARY):
            working.activity(self.cast, 90)
            working.published(self.cast)
        self._report_a_matter()
        self._search_for_risks()
        self._register_powers()
        self._run_a_campaign()
        self.consultations = Consultations(self.cast, HIDDEN)
        self.publicity = Publicity(self.cast, HIDDEN)
        self.learning = Learning(self.cast, HIDDEN)
        self.plans = Plans(self.cast, HIDDEN)
        self.finding = finding_stage.found(self.cast, title=f"{HIDDEN}问题")
        self.archive = Archive(self.cast, requesting.closed(self.cast, subject=f"{HIDDEN}归档"))
        self.assessments = Assessments(self.cast, HIDDEN)
        self.accountability = Accountability(self.cast, HIDDEN)
        self.appraisals = Appraisals(self.cast, HIDDEN)

    def _register_powers(self) -> None:
        """A chart, a power and a service in force, and a draft nobody outside may see."""
        step = {"key": "1", "name": "受理", "actor": "窗口"}
        chart = powers.BroughtIn("chart", "C-1", "核准流程图", {"steps": [step]}, date(2024, 1, 1))
        item = powers.BroughtIn("item", "P-1", "核准", registering.ITEM, date(2024, 1, 1))
        service = powers.BroughtIn("service", "S-1", "咨询", {"duty": "接待"}, date(2024, 1, 1), "P-1")
        for entry in (chart, item, service):
            powers.bring_in(unit=self.cast.units["waste"], entries=[entry], as_published=True)
        registering.drafted(self.cast, code="P-2", title=f"{HIDDEN}权责")
        table_stage.brought(self.cast, table_stage.OLD)
        deciding.table(self.cast)
        self.decision = deciding.published(self.cast, party=Party(HIDDEN))

    def _run_a_campaign(self) -> None:
        """A site with a published record; who was there is nobody's business, nor is a campaign in the making."""
        self.campaign = campaigning.running(self.cast)
        self.site = campaigning.listed(self.campaign).site
        self.record = campaigning.published(self.cast, self.campaign, "washing", present=HIDDEN)
        self.notice = campaigning.written_to(self.cast, self.campaign)[0]
        campaigning.drafted(self.cast, title=f"{HIDDEN}治理")

    def _search_for_risks(self) -> None:
        """A risk point in force, and a search for more."""
        point = powers.BroughtIn("risk", "R-1", "处罚轻重不一", risk(), date(2026, 3, 2))
        powers.bring_in(unit=self.cast.units["waste"], entries=[point])
        self.search = searches.open_search(
            actor=self.cast.power_publisher,
            agency_id=self.cast.agency.pk,
            year=2026,
            title="风险排查",
            opens_on=date(2026, 3, 2),
            closes_on=date(2026, 12, 31),
        )

    def _report_a_matter(self) -> None:
        """A matter whose reply was sent with a photo."""
        matter = mattering.drafted(self.cast, title=f"{HIDDEN}诉求", text=HIDDEN)
        file = complaints.Upload(complaining.photo().file, "a.jpg", MatterFile.Kind.REPLY)
        added = complaints.add_files(matter_id=matter.pk, actor=self.cast.handler, files=[file])
        self.reply_file = added[0]
        for key, who in (("submit_reply", "handler"), ("agree_reply", "unit_head"), ("send_reply", "taker")):
            self.matter = mattering.go(self.cast, matter, key, who)
        # A bulletin needs a month that is over.
        Matter.objects.filter(pk=matter.pk).update(received_on=date(2026, 3, 2))

    def let_in(self) -> Client:
        """A browser that has shown number and code of the request and of the matter."""
        return complaining.let_in(self.matter, applying.let_in(self.asked))

    def _handle(self) -> None:
        """A request on the staff's desks, with a hearing behind it, a file, a letter and a review."""
        self.handled = requesting.handling(self.cast, subject=f"{HIDDEN}申请", description=HIDDEN)
        requesting.go(self.cast, self.handled, "hear_third_party", "officer", party=HIDDEN, reason=HIDDEN)
        heard = self.handled.consultations.get().pk
        agrees = {"consultation": heard, "result": "agrees", "opinion": HIDDEN}
        requesting.go(self.cast, self.handled, "last_opinion", "officer", **agrees)
        requesting.answered(self.cast, self.handled)
        file = requests.add_file(
            request_id=self.handled.pk,
            actor=self.cast.officer,
            expected_version=Request.objects.get(pk=self.handled.pk).version,
            source=io.BytesIO(HIDDEN.encode()),
            name="list.txt",
            title=HIDDEN,
        )
        review = requests.DisputeInput("administrative_review", self.handled.arrived_on, number=HIDDEN)
        self.review = requests.file_dispute(
            actor=self.cast.legal, agency_id=self.cast.agency.pk, content=review
        )
        receipt = self.handled.letters.earliest("pk").letter_id
        #: Word in an address's name → what the number in it names.
        self.numbers = {"opinion": heard, "received": heard, "correspondence": receipt}
        self.numbers |= dict.fromkeys(("answer_file", "redact", "page"), file.pk)

    def open(self, address: Address, language: str, document: Document | None = None, **changes: Any) -> str:
        """The address with every part filled in."""
        document = document or self.public
        values: dict[str, Any] = {
            "slug": document.slug,
            "identity": document.slug,
            "code": self.cast.agency.code,
            "key": "article20.1",
            "rule": "request.reply",
            "kind": "pdf",
            "form": "json",
            "year": 2026,
            "month": 3,
            "number": 1,
            "name": "none.pdf",
            "path": "nothing",
            "sample": "form",
            "token": "none",
            "person_id": self.cast.person("drafter").pk,
            "unit_id": self.cast.units["waste"].pk,
            "agency_id": self.cast.agency.pk,
            "pk": document.pk,
        }
        values |= {"slug": "muck"} if "topic" in address.name else {}
        if address.name == "portal:document_attachment":
            values |= {"number": self.attached.pk, "name": self.attached.name}
        if address.name.startswith("portal:request_"):
            values |= {"pk": self.asked.pk}
            values |= {"pk": self.answer_file.pk} if "answer_file" in address.name else {}
            values |= {"pk": self.letter} if "letter_file" in address.name else {}
        if address.name.startswith("portal:complaint_file"):
            values |= {"pk": self.reply_file.pk}
        if address.name.startswith(("portal:complaint_", "workspace:complaint_figure", "api:v1:complaint")):
            values |= {
                "public_id": self.shown.public_id,
                "period": "2026-03",
                "key": "received",
                "kind": "csv",
            }
        values |= {"slug": "form"} if "styleguide" in address.name else {}
        values |= {"key": "disclosure"} if "process" in address.name else {}
        values |= {"key": "submit"} if "move" in address.name or "bulk" in address.name else {}
        values |= self._of_a_room(address.name)
        if address.name.startswith("open311:"):
            identity = self.shown.public_id
            values |= {"code": open311_stage.LAMP, "matter": identity, "token": identity, "number": 1}
        if address.name == "workspace:campaign_by_number":
            values |= {"number": self.campaign.number}
        if address.name == "workspace:inspection_to_penalty_case":
            values |= {"pk": self.record.pk}
        values |= changes
        with translation.override(language):
            return reverse(address.name, kwargs={part: values.get(part, 1) for part in address.parts})

    def _of_inspections(self, name: str) -> dict[str, Any]:
        """The record, its photo, or the site in the campaign that is to be inspected."""
        kept = self.record.photos.get().pk if "_photo" in name else self.record.pk
        listed = name in ("workspace:inspect", "workspace:street_send")
        return {"pk": self.record.listed_id if listed else kept, "key": "withdraw"}

    def _of_campaigns(self, name: str) -> dict[str, Any]:
        """The campaign, the letter or the site behind the staff's addresses of those."""
        kept = self.notice.pk if name.endswith(("_letter", "_receipt")) else self.campaign.pk
        return {
            "pk": self.site.pk if ":site" in name else kept,
            "number": self.campaign.number,
            "form": "pdf",
            "key": "close",
        }

    def _of_a_room(self, name: str) -> dict[str, Any]:
        """What stands behind the addresses of the room the name belongs to; the last that fits holds."""
        values: dict[str, Any] = {}
        for method, parts in ROOMS:
            # A part with a space in front of it may stand anywhere in the name.
            if any(part[1:] in name if part[0] == " " else name.startswith(part) for part in parts):
                known = getattr(self, method)
                values |= known(name) if callable(known) else known.of(name)
        return values

    def _of_work_reports(self, name: str) -> dict[str, Any]:
        """The work report, and a figure whose records anybody may open."""
        return {**self._of_reports(name), "year": working.YEAR, "key": "leaflets"}

    def _of_findings(self, _name: str) -> dict[str, Any]:
        """A finding that waits for its notice."""
        return {"pk": self.finding.pk, "key": "urge"}

    def _of_the_calendar(self, _name: str) -> dict[str, Any]:
        """A month of the monthly accounts."""
        return {"kind": "accounts", "year": 2026, "month": 3}

    def _of_consultations(self, name: str) -> dict[str, Any]:
        """A rule on its way."""
        return self.consultations.of_rules(name)

    def _of_collections(self, name: str) -> dict[str, Any]:
        """A standing channel, or what it showed."""
        return self.consultations.of_collections(name)

    def _of_rules_in_force(self, name: str) -> dict[str, Any]:
        """An evaluation or a list."""
        return self.consultations.of_rules_in_force(name)

    def _of_published_campaigns(self, name: str) -> dict[str, Any]:
        """The campaign, its site and the veiled photo behind the public's addresses of those."""
        return {
            "agency": self.cast.agency.code,
            "number": self.campaign.number,
            "site": self.site.code,
            "form": "csv",
            "pk": self.record.photos.get().pk,
        }

    def _of_powers(self, name: str) -> dict[str, Any]:
        """The power, the chart or the discretion table behind the addresses of the register."""
        chart = "power_chart" in name
        code = "C-1" if chart else "T-1" if "discretion" in name else "P-1"
        if name == "api:v1:decision":
            return {"agency": self.cast.agency.code, "number": self.decision.pk}
        if "power_decision" in name or "oversight" in name:
            return {
                "agency": self.cast.agency.code,
                "pk": self.decision.pk,
                "code": "D-1",
                "digest": self.decision.facts_digest,
                "form": "csv",
                "key": "publish",
            }
        return {
            "agency": self.cast.agency.code,
            "kind": "item",
            "code": code,
            "form": "svg" if chart else "csv",
            "number": 1,
        }

    def _of_risks(self, name: str) -> dict[str, Any]:
        """The risk point or the search behind the addresses of those."""
        part = self.search.parts.get(unit=self.cast.units["waste"])
        return {
            "agency": self.cast.agency.code,
            "code": "R-1",
            "form": "csv",
            "year": self.search.year,
            "pk": part.pk if "sign" in name else self.search.pk,
        }

    def _of_requests(self, name: str) -> dict[str, Any]:
        """The request or the review behind the staff's addresses of that room."""
        return {
            "pk": self.review.pk if "dispute" in name else self.handled.pk,
            "number": next((number for word, number in self.numbers.items() if word in name), 1),
            "key": "split" if "deed" in name else "submit_answer",
            "kind": "answer_open",
            "form": "csv",
            "register": "requests",
            "agency": self.cast.agency.pk,
        }

    def _of_reports(self, name: str) -> dict[str, Any]:
        """The annual report behind the addresses of those."""
        return {
            "agency": self.cast.agency.code,
            "year": self.report.year,
            "pk": self.report.pk,
            "kind": "json",
            "key": "correct",
            "table": "table3_requests",
            "row": "new_received",
            "column": "total",
        }


def question(address: Address) -> dict[str, str]:
    """What must be asked along, so that the address answers."""
    asked = {"api:v1:due": {"start": "2026-03-02"}, "api:v1:discretion_evaluate": {"facts": '{"area": 7}'}}
    return asked.get(address.name, {})


def read(response: Any) -> str:
    """The whole answer; one that is streamed is read to its end, as a browser would."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def languages(address: Address) -> tuple[str, ...]:
    return LANGUAGES if address.localised else LANGUAGES[:1]
