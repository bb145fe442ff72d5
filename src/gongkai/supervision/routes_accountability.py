"""The addresses of accountability."""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.supervision.public import accountability
from gongkai.supervision.staff import case_lists, case_opening, case_record, first_contact

staff: list[URLPattern] = [
    path("accountability/", case_lists.accountability, name="accountability"),
    path("accountability/new/", case_opening.new, name="accountability_new"),
    path("accountability/register.csv", case_lists.register, name="accountability_register"),
    path("accountability/first-contact/", first_contact.first_contact, name="accountability_first_contact"),
    path("accountability/<int:pk>/", case_record.case, name="accountability_case"),
    path("accountability/<int:pk>/moves/<slug:key>/", case_record.move, name="accountability_move"),
]
public: list[URLPattern] = [
    path("accountability/", accountability.accountability, name="accountability"),
]
