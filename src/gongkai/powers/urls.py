"""Addresses of the register of powers: the public's and the staff's.

Each part of the room keeps a list of its own (``charts_public``, ``risks_staff``, …) and adds it to ``public`` or
``staff`` above the register's own, which come last: what stands first wins, so that a kind's own page takes the place
of the register's.
"""

from __future__ import annotations

from django.urls import URLPattern, path

from gongkai.powers.public import calculator as public_calculator
from gongkai.powers.public import charts as public_charts
from gongkai.powers.public import decision_files
from gongkai.powers.public import decisions as public_decisions
from gongkai.powers.public import discretion as public_discretion
from gongkai.powers.public import files as public_files
from gongkai.powers.public import items as public_items
from gongkai.powers.public import pages as public_pages
from gongkai.powers.public import risks as public_risks
from gongkai.powers.staff import bulk, chart_preview, deeds, editing, lists, reading, record, risk_files
from gongkai.powers.staff import charts as staff_charts
from gongkai.powers.staff import risks as staff_risks
from gongkai.powers.staff import searches as staff_searches
from gongkai.powers.staff.decisions import deeds as decision_deeds
from gongkai.powers.staff.decisions import editing as decision_editing
from gongkai.powers.staff.decisions import lists as decision_lists
from gongkai.powers.staff.decisions import oversight, publicity, receipts
from gongkai.powers.staff.decisions import publishing as decision_publishing
from gongkai.powers.staff.decisions import record as decision_record

public: list[URLPattern] = []
staff: list[URLPattern] = []
#: One address, whatever the reader's language.
feeds: list[URLPattern] = []
api: list[URLPattern] = []

# --- The parts of the room: add yours here ----------------------------------------------------------------------------

#: Flowcharts: their files, a picture of what is typed, and a sheet of paper that shows the picture.
charts_public: list[URLPattern] = [
    path(
        "powers/<slug:agency>/chart/<power_code:code>/chart.<slug:form>",
        public_charts.file,
        name="power_chart_file",
    ),
    path(
        "powers/<slug:agency>/chart/<power_code:code>/sheet.pdf", public_charts.file, name="power_chart_sheet"
    ),
]
charts_staff: list[URLPattern] = [
    path("powers/chart-preview/", chart_preview.preview, name="power_chart_preview"),
    path(
        "powers/<power_of:agency>chart/<power_code:code>/version-<int:number>.pdf",
        staff_charts.sheet,
        name="power_chart_sheet",
    ),
]
public += charts_public
staff += charts_staff

#: Risk points: the heat map and list, one point, the yearly search; files in and out.
risks_public: list[URLPattern] = [
    path("powers/risks/", public_risks.risks, name="risks"),
    path("powers/risks/searches/<slug:agency>/<int:year>/", public_risks.risk_search, name="risk_search"),
    path("powers/<slug:agency>/risk/<power_code:code>/", public_risks.risk, name="risk"),
]
risks_staff: list[URLPattern] = [
    path("powers/risks/", staff_risks.risks, name="risks"),
    path("powers/risks/register.<slug:form>", staff_risks.risks_file, name="risks_file"),
    path("powers/risks/bring/", risk_files.risks_bring, name="risks_bring"),
    path("powers/risks/bring/<str:token>/", risk_files.risks_look, name="risks_look"),
    path("powers/searches/", staff_searches.risk_searches, name="risk_searches"),
    path("powers/searches/new/", staff_searches.risk_search_new, name="risk_search_new"),
    path("powers/searches/<int:pk>/", staff_searches.risk_search, name="risk_search"),
    path("powers/searches/<int:pk>/close/", staff_searches.risk_search_close, name="risk_search_close"),
    path("powers/searches/parts/<int:pk>/sign/", staff_searches.risk_search_sign, name="risk_search_sign"),
]
public += risks_public
staff += risks_staff

#: Discretion tables: the conducts, the calculator, and the files.
_TABLE = "powers/<slug:agency>/discretion/<power_code:code>/"
discretion_public: list[URLPattern] = [
    path("powers/discretion/", public_discretion.conducts, name="discretion"),
    path("powers/discretion.<slug:form>", public_discretion.file, name="discretion_file"),
    path(f"{_TABLE}calculator/", public_calculator.calculator, name="discretion_calculator"),
    path(f"{_TABLE}table.<slug:form>", public_discretion.table_file, name="discretion_table_file"),
]
public += discretion_public

#: Decisions: the cases on their way, oversight of discretion, double publicity.
_DECISION = "powers/decisions/<int:pk>/"
decisions_staff: list[URLPattern] = [
    path("powers/decisions/", decision_lists.decisions, name="power_decisions"),
    path("powers/decisions/new/", decision_editing.new, name="power_decision_new"),
    path(_DECISION, decision_record.decision, name="power_decision"),
    path(f"{_DECISION}edit/", decision_editing.edit, name="power_decision_edit"),
    path(f"{_DECISION}public/", decision_publishing.public, name="power_decision_public"),
    path(f"{_DECISION}moves/<slug:key>/", decision_deeds.move, name="power_decision_move"),
    path(f"{_DECISION}notice/", decision_deeds.notice, name="power_decision_notice"),
    path(f"{_DECISION}defence/", decision_deeds.defence, name="power_decision_defence"),
    path(f"{_DECISION}party/", decision_deeds.reveal, name="power_decision_party"),
    path(f"{_DECISION}letters/<int:number>.<slug:form>", decision_deeds.letter, name="power_decision_letter"),
    path(f"{_DECISION}letters/<int:number>/receipt/", receipts.receipt, name="power_decision_receipt"),
    path("powers/oversight/", oversight.oversight, name="power_oversight"),
    path("powers/oversight/<power_code:code>/", oversight.table, name="power_oversight_table"),
    path("powers/oversight/<power_code:code>/spread.csv", oversight.file, name="power_oversight_file"),
    path(
        "powers/oversight/<power_code:code>/same/<slug:digest>/",
        oversight.alike,
        name="power_oversight_alike",
    ),
    path("powers/double-publicity/", publicity.publicity, name="power_publicity"),
    path("powers/double-publicity.csv", publicity.file, name="power_publicity_file"),
]
decisions_public: list[URLPattern] = [
    path("powers/decisions/", public_decisions.decisions, name="power_decisions"),
    path("powers/decisions/feed.atom", decision_files.feed, name="power_decisions_feed"),
    path("powers/decisions.<slug:form>", decision_files.file, name="power_decisions_file"),
    path("powers/<slug:agency>/decisions/<int:pk>/", public_decisions.decision, name="power_decision"),
]
public += decisions_public
staff += decisions_staff

# --- The register's own, last -----------------------------------------------------------------------------------------
#: The staff's addresses name the agency as well; those written before they did go on to work.
_ENTRY = "powers/<power_of:agency><power_kind:kind>/<power_code:code>/"
_PUBLIC = "powers/<slug:agency>/<power_kind:kind>/<power_code:code>/"
register_public: list[URLPattern] = [
    path("powers/", public_pages.front, name="powers"),
    path("powers/items/", public_items.items, name="power_items"),
    path("powers/items.<slug:form>", public_files.register, {"kind": "item"}, name="power_items_file"),
    path("powers/services/", public_items.services, name="power_services"),
    path(
        "powers/services.<slug:form>", public_files.register, {"kind": "service"}, name="power_services_file"
    ),
    path("powers/list/<power_kind:kind>/", public_items.of_kind, name="power_list"),
    path(_PUBLIC, public_pages.entry, name="power"),
    path(f"{_PUBLIC}compare/", public_pages.compare, name="power_compare"),
    path(f"{_PUBLIC}sheet.pdf", public_files.sheet, name="power_sheet"),
    path(f"{_PUBLIC}qr.svg", public_files.qr, name="power_qr"),
]
register_staff: list[URLPattern] = [
    path("powers/", lists.powers, name="powers"),
    path("powers/several/<slug:key>/", bulk.bulk, name="powers_bulk"),
    path("powers/<power_kind:kind>/new/", editing.new, name="power_new"),
    path(_ENTRY, record.record, name="power"),
    path(f"{_ENTRY}edit/", editing.edit, name="power_edit"),
    path(f"{_ENTRY}revise/", deeds.revise, name="power_revise"),
    path(f"{_ENTRY}moves/<slug:key>/", deeds.move, name="power_move"),
    path(f"{_ENTRY}compare/", reading.compare, name="power_compare"),
    path(f"{_ENTRY}version-<int:number>.pdf", reading.sheet, name="power_sheet"),
]
public += register_public
staff += register_staff
