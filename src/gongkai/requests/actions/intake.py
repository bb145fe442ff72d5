"""Taking a request in, by the applicant here or by the desk for every other way (Articles 29 and 31)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import BinaryIO

from django.db import transaction

from gongkai.core import clock, ledger
from gongkai.core.refusals import Invalid, Refusal
from gongkai.domain import outcomes
from gongkai.domain.law import load
from gongkai.domain.refusal import Refused
from gongkai.domain.requests import receipt
from gongkai.domain.text import N_, Text, say
from gongkai.people.actor import StaffActor
from gongkai.people.models import Agency
from gongkai.requests import access, own_words, secret
from gongkai.requests.actions import timing
from gongkai.requests.actions.base import note_step
from gongkai.requests.actions.sealing import keep_files
from gongkai.requests.identity import Identity, seal
from gongkai.requests.models import Applicant, Request, SealedFile, Transfer
from gongkai.requests.numbers import next_number
from gongkai.requests.people import ApplicantActor
from gongkai.requests.queries.subjects import subject_of

SUBMITTED = ledger.verb("requests.request.submitted", N_("{actor} handed in the request {number}"))
ENTERED = ledger.verb("requests.request.entered", N_("{actor} entered the request {number}"))


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that comes with a request: its bytes, its name, and a ``SealedFile.Kind``."""

    source: BinaryIO
    name: str
    kind: str = SealedFile.Kind.ATTACHMENT


@dataclass(frozen=True, slots=True)
class Application:
    """What an application says: the three groups of Article 29, and how it came in."""

    subject: str
    description: str
    identity: Identity
    applicant_kind: str = "natural_person"
    matter: str = "information"
    channel: str = "online"
    form_wanted: str = "electronic"
    way_wanted: str = "online"
    help_needed: tuple[str, ...] = ()
    by_email: bool = False
    language: str = "zh-hans"
    written_by_staff: bool = False
    arrived_on: date | None = None
    agency_confirmed_on: date | None = None
    applicant_confirmed_on: date | None = None
    evidence: str = ""
    #: The number of the complaint it came from, and whose number that is (Article 39).
    from_complaint: str = ""
    from_system: str = ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """A request that was taken in, and the code that is shown this once."""

    request: Request
    code: str
    again: bool = field(default=False)


def submit(
    *,
    agency_id: int,
    actor: StaffActor | None,
    application: Application,
    token: str = "",
    files: Sequence[Upload] = (),
    passed_on: bool = False,
    code: str = "",
) -> Submitted:
    """Takes a request in. ``actor`` ``None``: the applicant, on the site.

    ``token`` is the form's own: sent twice, it makes one request and gives the same number and code again.
    ``passed_on``: another room passes it on (Article 39), so the post at this desk is not asked for. ``code``: the
    one the applicant has there already and follows it with here as well. Raises ``Invalid`` naming the field,
    ``NotAllowed`` for staff without the post.
    """
    if not 0 < len(token) <= secret.LONGEST_TOKEN:
        token = secret.new_token()
    agency = Agency.objects.filter(pk=agency_id, closed_on__isnull=True).first()
    if agency is None:
        raise Refusal(say("This agency takes no requests here. Choose another."))
    if actor is not None and not passed_on:
        access.may_register(actor, agency_id).require()
    _check(application, online=actor is None)
    with transaction.atomic():
        ledger.take_turn()
        known = Request.objects.select_related("agency").filter(token=token).first()
        if known is not None:
            return Submitted(known, secret.code_of(token), again=True)
        request = _create(agency, actor, application, token, code or secret.code_of(token))
        keep_files(request, files)
        _begin(request, actor, application)
    return Submitted(request, code or secret.code_of(token))


def _create(
    agency: Agency, actor: StaffActor | None, application: Application, token: str, code: str
) -> Request:
    now, today = clock.now(), clock.today()
    number = next_number(agency, today.year)
    request = Request.objects.create(
        agency=agency,
        number=number,
        code_digest=secret.digest_of(number, code),
        token=token,
        matter=application.matter,
        channel=application.channel,
        applicant_kind=application.applicant_kind,
        subject=application.subject.strip()[:200],
        description=application.description.strip(),
        form_wanted=application.form_wanted,
        way_wanted=application.way_wanted,
        help_needed=list(application.help_needed),
        written_by_staff=application.written_by_staff or application.channel == "oral",
        arrived_on=application.arrived_on or today,
        agency_confirmed_on=application.agency_confirmed_on,
        applicant_confirmed_on=today if actor is None else application.applicant_confirmed_on,
        receipt_evidence=own_words.sealed_for(
            agency.pk, number, "receipt_evidence", application.evidence.strip()[:300]
        ),
        created_at=now,
        updated_at=now,
    )
    Applicant.objects.create(
        request=request,
        sealed=seal(request.pk, application.identity),
        by_email=application.by_email and bool(application.identity.email),
        language=application.language,
        mark=secret.mark_of(application.identity.identity_number),
    )
    return request


def _begin(request: Request, actor: StaffActor | None, application: Application) -> None:
    """The promise to confirm it, where it came from, the step and the event."""
    if application.from_complaint:
        Transfer.objects.create(
            request=request,
            direction=Transfer.Direction.FROM_COMPLAINT,
            number=application.from_complaint.strip()[:80],
            system=application.from_system.strip()[:80],
            on=clock.today(),
        )
    timing.begin(request, timing.CONFIRM, request.arrived_on)
    doing: StaffActor | ApplicantActor = (
        ApplicantActor(request.pk, request.agency.code)
        if actor is None
        else actor.acting_as(actor.holds("requests.desk", agency_id=request.agency_id))
    )
    note_step(request, "submitted", doing, states=("", "received"))
    ledger.record(
        SUBMITTED if actor is None else ENTERED,
        subject=subject_of(request),
        actor=doing,
        data={
            "number": request.number,
            "channel": request.channel,
            "applicant_kind": request.applicant_kind,
            "matter": request.matter,
        },
    )


#: Group of Article 29 → field and what to say when it is missing.
_ASKED = {
    "subject": say("Say in a line what you want to know."),
    "description": say(
        "Describe the information: its name, its number, or anything by which it can be found (Article 29)."
    ),
}
_IDENTITY = {
    "name": say("Give your name; for an organisation its representative's or contact's."),
    "identity_number": say(
        "Give the number of your identity document (Article 29 asks for proof of identity)."
    ),
}
LONGEST = {"subject": 200, "description": 4000}


def _check(application: Application, *, online: bool) -> None:
    """The three groups of Article 29; paper requests may be incomplete, and are then asked to be corrected."""
    for name, words in _ASKED.items():
        if not str(getattr(application, name)).strip() and (online or name == "subject"):
            raise Invalid(words, field=name)
    for name, longest in LONGEST.items():
        if len(str(getattr(application, name))) > longest:
            raise Invalid(
                say(
                    "This is longer than {longest} characters. Shorten it, or attach a file.", longest=longest
                ),
                field=name,
            )
    kinds = {kind.key for kind in outcomes.applicant_kinds()}
    if application.applicant_kind not in kinds:
        raise Invalid(say("Choose who is asking."), field="applicant_kind")
    if online:
        _check_identity(application)
    if application.matter not in ("information", "own_record"):
        raise Invalid(say("Choose what the request is about."), field="matter")
    _check_choices(application, online=online)
    if (application.arrived_on or clock.today()) > clock.today():
        raise Invalid(
            say("The day of arrival lies ahead. Enter the day it really arrived."), field="arrived_on"
        )


def _check_choices(application: Application, *, online: bool) -> None:
    """Nothing is stored that is in none of the law's lists."""
    way = receipt.channel(application.channel)
    if isinstance(way, Refused):
        raise Invalid(way.reason, field="channel")
    if online and way.by_staff:
        raise Invalid(say("What is handed in here comes in online."), field="channel")
    chosen = {
        "form_wanted": ("form", (application.form_wanted,)),
        "way_wanted": ("way", (application.way_wanted,)),
        "identity": ("identity", (application.identity.identity,)),
        "help_needed": ("help", application.help_needed),
    }
    for name, (table, values) in chosen.items():
        known = {"", *(row["key"] for row in load("requests")[table])}
        for value in values:
            if value not in known:
                raise Invalid(
                    say("“{value}” is none of the choices here. Choose again.", value=value), field=name
                )


def _check_identity(application: Application) -> None:
    identity = application.identity
    for name, words in _IDENTITY.items():
        if not str(getattr(identity, name)).strip():
            raise Invalid(words, field=name)
    if application.applicant_kind != "natural_person" and not identity.organisation.strip():
        raise Invalid(say("Give the organisation's name."), field="organisation")
    if not (identity.telephone.strip() or identity.email.strip() or identity.address.strip()):
        raise Invalid(_REACH, field="telephone")
    if application.way_wanted == "post" and not identity.address.strip():
        raise Invalid(say("Give the address the answer is to be posted to."), field="address")
    if application.way_wanted == "email" and not identity.email.strip():
        raise Invalid(say("Give the e-mail address the answer is to be sent to."), field="email")


_REACH: Text = say("Say how to reach you: a telephone number, an e-mail address or a postal address.")
