"""Every write of the room: verb first, keyword-only, one transaction, one ledger event."""

from gongkai.people.actions.accounts import (
    change_own_password,
    close_account,
    open_account,
    reopen_account,
    reset_password,
    switch_totp_off,
    switch_totp_on,
)
from gongkai.people.actions.agencies import AgencyData, change_agency, open_agency
from gongkai.people.actions.appointing import (
    appoint,
    delegate,
    end_appointment,
    end_delegation,
    longest_delegation,
)
from gongkai.people.actions.bodies import dissolve_body, end_membership, found_body, seat_member
from gongkai.people.actions.founding import Founded, found_installation
from gongkai.people.actions.sessions import note_lock_out, note_sign_in, note_sign_out
from gongkai.people.actions.units import (
    UnitData,
    change_post_roles,
    change_unit,
    close_post,
    close_unit,
    open_post,
    open_unit,
)

__all__ = [
    "AgencyData",
    "Founded",
    "UnitData",
    "appoint",
    "change_agency",
    "change_own_password",
    "change_post_roles",
    "change_unit",
    "close_account",
    "close_post",
    "close_unit",
    "delegate",
    "dissolve_body",
    "end_appointment",
    "end_delegation",
    "end_membership",
    "found_body",
    "found_installation",
    "longest_delegation",
    "note_lock_out",
    "note_sign_in",
    "note_sign_out",
    "open_account",
    "open_agency",
    "open_post",
    "open_unit",
    "reopen_account",
    "reset_password",
    "seat_member",
    "switch_totp_off",
    "switch_totp_on",
]
