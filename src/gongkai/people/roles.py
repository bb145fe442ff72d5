"""The roles a post may carry. What a person may do follows from the roles of their posts, never from a flag."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gongkai.domain.text import N_


@dataclass(frozen=True, slots=True)
class Role:
    """A role: its key, its words, and whether it reaches the post's own unit or the whole agency."""

    key: str
    label: str
    reach: Literal["unit", "agency", "installation"]
    note: str = ""


ROLES: tuple[Role, ...] = (
    Role("publishing.drafter", N_("Drafter"), "unit", N_("Drafts documents of the own unit.")),
    Role("publishing.section_head", N_("Unit head"), "unit", N_("Checks what the own unit drafts.")),
    Role(
        "publishing.secrecy_reviewer",
        N_("Secrecy and privacy reviewer"),
        "agency",
        N_("Decides whether a document may be open, before it is published."),
    ),
    Role("publishing.leader", N_("Approving leader"), "agency", N_("Approves what is to be published.")),
    Role(
        "publishing.office",
        N_("Openness office"),
        "agency",
        N_("Publishes, corrects and withdraws; keeps catalogue, topics, channels and calendar."),
    ),
    Role(
        "requests.desk",
        N_("Request desk"),
        "agency",
        N_("Takes requests in, registers them, asks for corrections and fees, serves the answers."),
    ),
    Role(
        "requests.officer",
        N_("Request officer"),
        "unit",
        N_("Handles the requests of the own unit: searches, hears others, drafts the answer."),
    ),
    Role(
        "requests.legal",
        N_("Legal officer for requests"),
        "agency",
        N_("Checks answers before they are approved; keeps the letters' texts and the register of disputes."),
    ),
    Role(
        "requests.head",
        N_("Head of the openness body"),
        "agency",
        N_("Allows extensions and delays; sees who holds which request how long."),
    ),
    Role("requests.leader", N_("Leader approving answers"), "agency", N_("Approves answers to requests.")),
    Role(
        "complaints.desk",
        N_("Complaints desk"),
        "agency",
        N_("Takes matters in from every channel, registers, joins and dispatches them, sends the replies."),
    ),
    Role(
        "complaints.handler",
        N_("Handler of matters"),
        "unit",
        N_("Signs for the matters of the own unit, handles them on the spot, drafts the replies."),
    ),
    Role(
        "complaints.head",
        N_("Head of a unit handling matters"),
        "unit",
        N_("Names who handles a matter and reviews the replies of the own unit."),
    ),
    Role(
        "complaints.chief",
        N_("Head of the complaints desk"),
        "agency",
        N_(
            "Rules on who is responsible, decides what is opened again, keeps the routing rules, releases what is "
            "public."
        ),
    ),
    Role(
        "complaints.caller",
        N_("Call-back officer"),
        "agency",
        N_("Calls reporters back: was it answered, was it solved, are they content."),
    ),
    Role(
        "complaints.leader",
        N_("Leader for complaints"),
        "agency",
        N_("Gives instructions with a day to report, allows more time, keeps the shelved list."),
    ),
    Role(
        "powers.editor",
        N_("Editor of powers"),
        "unit",
        N_("Drafts powers, flowcharts, risk points, discretion tables and services of the own unit."),
    ),
    Role(
        "powers.reviewer",
        N_("Legal reviewer of powers"),
        "agency",
        N_("Reviews entries of the register of powers, and decisions where the law asks for it."),
    ),
    Role(
        "powers.handler",
        N_("Case handler"),
        "unit",
        N_("Handles the cases of the own unit: facts, notices, service."),
    ),
    Role(
        "powers.leader",
        N_("Deciding leader"),
        "agency",
        N_("Decides cases, also outside the range of a discretion table, and revokes decisions."),
    ),
    Role(
        "powers.publisher",
        N_("Publisher of powers"),
        "agency",
        N_("Publishes and withdraws entries of the register of powers, and decisions."),
    ),
    Role(
        "campaigns.organiser",
        N_("Organiser of campaigns"),
        "agency",
        N_("Drafts campaigns on the street, keeps their sites, writes to builders and contractors."),
    ),
    Role(
        "campaigns.inspector",
        N_("Inspector on the street"),
        "unit",
        N_("Inspects the sites of the own unit by the check-list of a campaign."),
    ),
    Role(
        "campaigns.publisher",
        N_("Publisher of campaigns"),
        "agency",
        N_("Announces and closes campaigns, and publishes what inspections found."),
    ),
    Role(
        "consultations.drafter",
        N_("Drafter of rules"),
        "unit",
        N_("Drafts rules and decisions of the own unit, and answers the opinions on them."),
    ),
    Role(
        "consultations.legal",
        N_("Legality reviewer of rules"),
        "agency",
        N_("Reviews rules and decisions for legality and fair competition."),
    ),
    Role(
        "consultations.leader",
        N_("Head signing rules"),
        "agency",
        N_("Signs rules and decisions after their discussion, and repeals them."),
    ),
    Role(
        "consultations.publisher",
        N_("Publisher of rules"),
        "agency",
        N_("Puts drafts out for opinions, publishes rules, notes their filing."),
    ),
    Role(
        "duties.planner",
        N_("Planner of duties"),
        "agency",
        N_("Keeps work plans, meetings and campaign years, and gives tasks to the units."),
    ),
    Role(
        "duties.doer",
        N_("Who carries out tasks"),
        "unit",
        N_("Carries out the tasks of the own unit, and tells how they stand."),
    ),
    Role(
        "duties.leader",
        N_("Leader of duties"),
        "agency",
        N_("Adopts plans, finds tasks done, signs minutes and results, releases publicity."),
    ),
    Role(
        "duties.trainer",
        N_("Keeper of training and examinations"),
        "agency",
        N_("Keeps courses, question banks, examinations, results and certificates."),
    ),
    Role(
        "duties.publicist",
        N_("Keeper of publicity"),
        "unit",
        N_("Records the publicity of the own unit: activities, materials, photos."),
    ),
    Role(
        "annual_reports.preparer",
        N_("Preparer of the annual report"),
        "agency",
        N_("Prepares the yearly report and declares figures kept in other systems."),
    ),
    Role(
        "annual_reports.signer",
        N_("Signer of the annual report"),
        "agency",
        N_("Signs and publishes the yearly report."),
    ),
    Role(
        "archive.keeper",
        N_("Archive keeper"),
        "agency",
        N_("Archives what has ended, keeps the yearly list, hands packages out."),
    ),
    Role(
        "people.system_admin",
        N_("System administrator"),
        "agency",
        N_("Opens and closes accounts, units and posts."),
    ),
    Role("people.permission_admin", N_("Permission administrator"), "agency", N_("Gives posts to people.")),
    Role(
        "people.audit_admin",
        N_("Audit administrator"),
        "agency",
        N_("Reads the whole ledger and verifies it."),
    ),
    Role(
        "people.supervisor",
        N_("Supervision"),
        "agency",
        N_("Sees everything of the agency, changes nothing."),
    ),
    Role(
        "people.city_office",
        N_("City openness office"),
        "installation",
        N_("Sees what every agency has published and what is overdue."),
    ),
)
BY_KEY = {role.key: role for role in ROLES}

#: System, permissions and audit are three different people (三员分立).
ADMINISTRATORS = frozenset({"people.system_admin", "people.permission_admin", "people.audit_admin"})
