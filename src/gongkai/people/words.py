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
