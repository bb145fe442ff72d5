"""The words for kinds and seats, shown where a key is stored."""

from __future__ import annotations

from gongkai.domain.text import N_

UNIT_KINDS = {
    "leadership": N_("Leadership"),
    "section": N_("Section"),
    "brigade": N_("Enforcement brigade"),
    "subordinate": N_("Subordinate unit"),
}
BODY_KINDS = {
    "leading_group": N_("Leading group"),
    "office": N_("Office of the leading group"),
    "supervision_group": N_("Supervision group"),
    "other": N_("Other body"),
}
SEATS = {
    "head": N_("Head of the group"),
    "deputy": N_("Deputy head of the group"),
    "director": N_("Director of the office"),
    "member": N_("Member of the group"),
}
#: What an event of the ledger is about.
SUBJECTS = {
    "core.calendar": N_("Calendar"),
    "core.event": N_("Event"),
    "people.agency": N_("Agency"),
    "people.body": N_("Group"),
    "people.person": N_("Account"),
    "people.post": N_("Post"),
    "people.unit": N_("Unit"),
    "publishing.catalogue": N_("Catalogue row"),
    "publishing.channel": N_("Channel"),
    "publishing.document": N_("Document"),
    "publishing.topic": N_("Topic"),
    "publishing.wording": N_("Wording"),
}
