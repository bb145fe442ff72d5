"""What the installation's own clock does to annual reports: in January it begins those of the past year."""

from __future__ import annotations

import logging

from gongkai.annual_reports.actions.preparing import form_for, make_report
from gongkai.annual_reports.queries import filing, reports
from gongkai.core import clock, ledger
from gongkai.core.refusals import Refusal

log = logging.getLogger(__name__)

#: The month in which the law's day lies (Article 49: 31 January): later a report is begun by hand alone.
JANUARY = 1


def run() -> int:
    """Begins the past year's report of every agency that has a preparer and has not begun it. Gives how many.

    Safe to run any number of times: an agency has one report a year. A government's sum is begun by its preparer,
    when the agencies below have filed.
    """
    today = clock.today()
    if today.month != JANUARY:
        return 0
    year = today.year - 1
    done = 0
    for agency in filing.preparing(year):
        if reports.report_of(agency.pk, year) is not None:
            continue
        try:
            make_report(agency, year, form=form_for(year), actor=ledger.System(agency.code))
        except Refusal as refusal:
            # One that cannot be begun keeps none of the others waiting.
            log.error("The report of %s for %s was not begun: %s", agency.code, year, refusal)  # noqa: TRY400 - the sentence says it
            continue
        done += 1
    return done
