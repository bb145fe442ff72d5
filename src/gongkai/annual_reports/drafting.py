"""The draft of a report's prose: sentences with fields, for people to edit. What only people know is left as 【…】.

The report is a Chinese document whatever language its preparer reads, so the sentences are taken in Chinese.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext

from gongkai.annual_reports.models import Report
from gongkai.annual_reports.queries.counting import RECORDS
from gongkai.annual_reports.queries.reports import form_of, section_keys
from gongkai.domain import annual_report
from gongkai.domain.text import N_

#: Section or topic → its sentences. One whose figures the form does not have is left out.
SENTENCES: dict[str, tuple[str, ...]] = {
    "overview.active": (
        N_(
            "In {year} this agency published {records.documents} documents on the open-information platform, "
            "among them {records.interpretations} interpretations of policy."
        ),
        N_(
            "It issued {normative_documents.issued_this_year} normative documents and repealed "
            "{normative_documents.repealed_this_year}; {normative_documents.in_force} are in force."
        ),
        N_(
            "It made {licensing_decisions} licensing decisions, {penalty_decisions} penalty decisions and "
            "{compulsion_decisions} decisions on coercive measures."
        ),
    ),
    "overview.on_request": (
        N_(
            "It received {new_received.total} new requests ({change.new_received.total}), "
            "{new_received.natural_person} of them from natural persons; {carried_in} were carried over from last "
            "year, which makes {received_including_carried_in} to handle."
        ),
        N_(
            "Of the new requests, {records.by_network} came over the network, {records.by_letter} by letter and "
            "{records.in_person} in person."
        ),
        N_(
            "{answered_or_closed} were closed in the year: {granted} granted, {partially_granted} partly granted, "
            "{refused} refused, {unavailable} could not be provided, {not_processed} were not processed and "
            "{other_processed} were closed otherwise. {carried_out} are carried over to next year."
        ),
        N_(
            "There were {review_cases} administrative reviews and {litigation_cases} suits about open information."
        ),
    ),
    "overview.management": (
        N_(
            "Every document is given its openness attribute while it is drafted and is reviewed before it is "
            "published; what is not open is reviewed again at set intervals."
        ),
        N_("【Please add: what was done this year to keep the information up to date and in order.】"),
    ),
    "overview.platform": (
        N_("The column on open government information can be searched, read and downloaded."),
        N_("【Please add: what was built or improved on the platform this year.】"),
    ),
    "overview.supervision": (
        N_("【Please add: training, assessment, public appraisal and accountability of this year.】"),
    ),
    "problems": (
        N_("【Please add: the main problems of this year.】"),
        N_("【Please add: what was done about last year's problems, and what will be done about these.】"),
    ),
    "other": (
        N_(
            "Information processing fee: {information_processing_fee.cases} requests were charged, "
            "{information_processing_fee.amount_yuan} yuan in all."
        ),
    ),
}


def draft(report: Report, *, with_records: bool = True) -> dict[str, str]:
    """The draft of every section of the report's form, in Chinese. ``with_records``: with counts beside the tables."""
    form, records = form_of(report), RECORDS if with_records else ()
    with translation.override("zh-hans"):
        return {key: _paragraph(SENTENCES.get(key, ()), form, records) for key in section_keys(form)}


def _paragraph(sentences: tuple[str, ...], form: annual_report.Form, records: tuple[str, ...]) -> str:
    fitting = [each for each in sentences if annual_report.check_fields(each, form, records) is None]
    return "\n".join(gettext(each) for each in fitting)
