"""The room's addresses, included by the workspace under its own namespace."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.people.staff import (
    account,
    accounts,
    agencies,
    bodies,
    entrance,
    oversight,
    standing_in,
    units,
)

staff: list[URLPattern] = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-in/code/", entrance.second_step, name="second_step"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/second-step/", account.totp, name="totp"),
    path("people/accounts/", accounts.accounts, name="people_accounts"),
    path("people/accounts/new/", accounts.account_new, name="people_account_new"),
    path("people/accounts/<int:person_id>/", accounts.account_record, name="people_account"),
    path("people/accounts/<int:person_id>/password/", accounts.account_reset, name="people_account_reset"),
    path("people/accounts/<int:person_id>/close/", accounts.account_close, name="people_account_close"),
    path("people/accounts/<int:person_id>/reopen/", accounts.account_reopen, name="people_account_reopen"),
    path("people/appointments/new/", accounts.appoint, name="people_appoint"),
    path(
        "people/appointments/<int:appointment_id>/end/",
        accounts.appointment_end,
        name="people_appointment_end",
    ),
    path("people/units/", units.units, name="people_units"),
    path("people/units/new/", units.unit_new, name="people_unit_new"),
    path("people/units/<int:unit_id>/", units.unit, name="people_unit"),
    path("people/units/<int:unit_id>/change/", units.unit_change, name="people_unit_change"),
    path("people/units/<int:unit_id>/close/", units.unit_close, name="people_unit_close"),
    path("people/units/<int:unit_id>/posts/new/", units.post_new, name="people_post_new"),
    path("people/posts/<int:post_id>/", units.post, name="people_post"),
    path("people/posts/<int:post_id>/roles/", units.post_roles, name="people_post_roles"),
    path("people/posts/<int:post_id>/close/", units.post_close, name="people_post_close"),
    path("people/delegations/", standing_in.delegations, name="people_delegations"),
    path("people/delegations/new/", standing_in.delegation_new, name="people_delegation_new"),
    path(
        "people/delegations/<int:delegation_id>/end/",
        standing_in.delegation_end,
        name="people_delegation_end",
    ),
    path("people/bodies/", bodies.bodies, name="people_bodies"),
    path("people/bodies/new/", bodies.body_new, name="people_body_new"),
    path("people/bodies/<int:body_id>/", bodies.body, name="people_body"),
    path("people/bodies/<int:body_id>/seats/new/", bodies.seat_new, name="people_seat_new"),
    path("people/bodies/<int:body_id>/dissolve/", bodies.body_dissolve, name="people_body_dissolve"),
    path("people/seats/<int:membership_id>/end/", bodies.membership_end, name="people_membership_end"),
    path("people/agencies/", agencies.agencies, name="people_agencies"),
    path("people/agencies/new/", agencies.agency_new, name="people_agency_new"),
    path("people/agencies/<int:agency_id>/", agencies.agency, name="people_agency"),
    path("people/agencies/<int:agency_id>/change/", agencies.agency_change, name="people_agency_change"),
    path("people/permissions/", oversight.permissions, name="people_permissions"),
    path("people/ledger/", oversight.ledger, name="people_ledger"),
]
