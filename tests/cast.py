"""The cast: one bureau with a person for each part, and an outsider who must see nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from gongkai.core import clock
from gongkai.core.models import LetterHead
from gongkai.people.actor import StaffActor, actor_of
from gongkai.people.models import Agency, Appointment, Person, Post, Unit
from gongkai.publishing import actions
from gongkai.publishing.actions.drafting import DraftInput
from gongkai.publishing.actions.moving import Given
from gongkai.publishing.models import Channel, Document

BEGIN = date(2010, 1, 1)
PASSWORD = "Rain-on-leaves-7"

PARTS: dict[str, tuple[str, list[str]]] = {
    "drafter": ("waste", ["publishing.drafter"]),
    "second_drafter": ("waste", ["publishing.drafter"]),
    "section_head": ("waste", ["publishing.section_head"]),
    "secrecy": ("office", ["publishing.secrecy_reviewer"]),
    "leader": ("leadership", ["publishing.leader"]),
    "office": ("office", ["publishing.office"]),
    "supervisor": ("leadership", ["people.supervisor"]),
    "system_admin": ("office", ["people.system_admin"]),
    "permission_admin": ("office", ["people.permission_admin"]),
    "audit_admin": ("office", ["people.audit_admin"]),
    "desk": ("office", ["requests.desk"]),
    "officer": ("waste", ["requests.officer"]),
    "second_officer": ("waste", ["requests.officer"]),
    "legal": ("office", ["requests.legal"]),
    "head": ("office", ["requests.head"]),
    "approver": ("leadership", ["requests.leader"]),
    "taker": ("office", ["complaints.desk"]),
    "handler": ("waste", ["complaints.handler"]),
    "second_handler": ("waste", ["complaints.handler"]),
    "unit_head": ("waste", ["complaints.head"]),
    "chief": ("office", ["complaints.chief"]),
    "caller": ("office", ["complaints.caller"]),
    "overseer": ("leadership", ["complaints.leader"]),
    "rival": ("other", ["complaints.handler", "complaints.head"]),
    "power_editor": ("waste", ["powers.editor"]),
    "second_editor": ("waste", ["powers.editor"]),
    "power_rival": ("other", ["powers.editor"]),
    "power_reviewer": ("office", ["powers.reviewer"]),
    "power_publisher": ("leadership", ["powers.publisher"]),
    "case_handler": ("waste", ["powers.handler"]),
    "case_leader": ("leadership", ["powers.leader"]),
    "organiser": ("office", ["campaigns.organiser"]),
    "inspector": ("waste", ["campaigns.inspector"]),
    "second_inspector": ("waste", ["campaigns.inspector"]),
    "rival_inspector": ("other", ["campaigns.inspector"]),
    "campaign_publisher": ("leadership", ["campaigns.publisher"]),
    "rule_drafter": ("waste", ["consultations.drafter"]),
    "second_rule_drafter": ("waste", ["consultations.drafter"]),
    "rival_rule_drafter": ("other", ["consultations.drafter"]),
    "rule_legal": ("office", ["consultations.legal"]),
    "rule_leader": ("leadership", ["consultations.leader"]),
    "rule_publisher": ("office", ["consultations.publisher"]),
    "planner": ("office", ["duties.planner"]),
    "doer": ("waste", ["duties.doer"]),
    "second_doer": ("waste", ["duties.doer"]),
    "rival_doer": ("other", ["duties.doer"]),
    "duty_leader": ("leadership", ["duties.leader"]),
    "trainer": ("office", ["duties.trainer"]),
    "publicist": ("waste", ["duties.publicist"]),
    "rival_publicist": ("other", ["duties.publicist"]),
    "archivist": ("office", ["archive.keeper"]),
    "neighbour": ("other", ["publishing.drafter", "publishing.section_head"]),
}


@dataclass
class Cast:
    """The people, each with the actor they act as."""

    agency: Agency
    outside_agency: Agency
    units: dict[str, Unit]
    people: dict[str, Person]

    def __getattr__(self, name: str) -> StaffActor:
        if name.startswith("__"):  # Python's own questions, such as how to be copied
            raise AttributeError(name)
        return actor_of(self.people[name])

    def person(self, name: str) -> Person:
        return self.people[name]


def agency(code: str, name: str, organisation_code: str, **extra: Any) -> Agency:
    return Agency.objects.create(
        code=code,
        name=name,
        short_name=name[:10],
        organisation_code=organisation_code,
        opened_on=BEGIN,
        **extra,
    )


def person(username: str, of: Agency, unit: Unit, roles: list[str], title: str = "") -> Person:
    who = Person(username=username, name=f"{username}-name", agency=of, opened_at=clock.now())
    who.set_password(PASSWORD)
    who.save()
    post = Post.objects.create(unit=unit, title=title or username, roles=roles, opened_on=BEGIN)
    Appointment.objects.create(person=who, post=post, begins_on=BEGIN)
    return who


def _persons(parts: dict[str, tuple[Agency, Unit, list[str]]]) -> dict[str, Person]:
    """All of them in three statements: the cast is made for a thousand tests."""
    password, now = make_password(PASSWORD), clock.now()
    people = Person.objects.bulk_create(
        Person(
            username=name.replace("_", "-"),
            name=f"{name.replace('_', '-')}-name",
            agency=of,
            opened_at=now,
            password=password,
        )
        for name, (of, _unit, _roles) in parts.items()
    )
    posts = Post.objects.bulk_create(
        Post(unit=unit, title=name.replace("_", "-"), roles=roles, opened_on=BEGIN)
        for name, (_of, unit, roles) in parts.items()
    )
    Appointment.objects.bulk_create(
        Appointment(person=who, post=post, begins_on=BEGIN) for who, post in zip(people, posts, strict=True)
    )
    return dict(zip(parts, people, strict=True))


def make_cast() -> Cast:
    """The bureau, its people, the catalogue, and a second agency with an outsider."""
    bureau = agency("341600CG", "测试市城市管理局", "014314799", is_host=True, telephone="0558-5550000")
    outside = agency("341600ZJ", "测试市住房和城乡建设局", "000000018")
    units = {
        code: Unit.objects.create(agency=bureau, code=code, name=name, opened_on=BEGIN)
        for code, name in (
            ("leadership", "局领导"),
            ("office", "政务公开办公室"),
            ("waste", "渣土管理科"),
            ("other", "市容科"),
        )
    }
    outside_unit = Unit.objects.create(agency=outside, code="hall", name="综合科", opened_on=BEGIN)
    everything = [role for _, roles in PARTS.values() for role in roles if not role.endswith("_admin")]
    parts = {name: (bureau, units[unit], roles) for name, (unit, roles) in PARTS.items()}
    people = _persons({**parts, "outsider": (outside, outside_unit, everything)})
    actions.sync_catalogue()
    Channel.objects.create(
        agency=bureau, kind="disclosure_site", name="政府信息公开网", is_here=True, opened_on=BEGIN
    )
    for each in (bureau, outside):
        LetterHead.objects.create(
            agency=each.code,
            version=1,
            mark="测城管" if each == bureau else "测建",
            review_authority="测试市人民政府",
            court="测试市人民法院",
            reason="测试",
            created_at=clock.now(),
        )
    return Cast(bureau, outside, units, people)


BODY = "<h2>一、总则</h2><p>为了规范建筑垃圾运输，制定本办法。</p><p>运输车辆应当密闭。</p>"


def content(**changes: Any) -> DraftInput:
    values: dict[str, Any] = {
        "title": "建筑垃圾运输管理办法",
        "body": BODY,
        "date_made": date(2026, 3, 2),
        "catalogue": ["article20.1"],
        "summary": "规范建筑垃圾运输。",
        "keywords": "渣土，运输",
        "openness": "active",
    }
    return DraftInput(**{**values, **changes})


def draft(cast: Cast, **changes: Any) -> Document:
    return actions.start_document(
        actor=cast.drafter, unit_id=cast.units["waste"].pk, content=content(**changes)
    )


WAY = (
    ("submit", "drafter"),
    ("section_agree", "section_head"),
    ("secrecy_open", "secrecy"),
    ("approve", "leader"),
    ("publish", "office"),
)


def go(cast: Cast, document: Document, key: str, who: str, **given: Any) -> Document:
    """One move by one of the cast on the version as it stands."""
    fresh = Document.objects.get(pk=document.pk)
    return actions.move(
        document_id=fresh.pk,
        key=key,
        actor=getattr(cast, who),
        expected_version=fresh.version,
        given=Given(**given),
    )


def walk_to(cast: Cast, state: str, **changes: Any) -> Document:
    """A document on the usual way, as far as ``state``."""
    document = draft(cast, **changes)
    for key, who in WAY:
        if document.state == state:
            return document
        document = go(cast, document, key, who)
    if document.state != state:
        raise AssertionError(f"The usual way does not pass {state}.")
    return document


def published(cast: Cast, **changes: Any) -> Document:
    return walk_to(cast, "published", **changes)


def moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))
