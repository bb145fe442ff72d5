"""What is counted of accountability and of the citizens' appraisal."""

from __future__ import annotations

from gongkai.domain.supervision.scoring import Count
from gongkai.people.models import Agency
from gongkai.supervision.measures.base import Measured, Record
from gongkai.supervision.models import Case
from gongkai.supervision.queries import appraisal_figures

#: From what mean on nobody is discontented, and from what mean everybody is.
BEST, WORST = 5, 1


def accountable(agency: Agency, year: int) -> Measured:
    """Cases of accountability decided in the year with a result; those revoked count no more."""
    rows = Case.objects.filter(agency=agency, decided_on__year=year).exclude(measure="")
    listed = rows.exclude(state="revoked").order_by("id").values_list("pk", "unit", "number")
    return Measured(
        tuple(Record(unit, number, "workspace:accountability_case", (pk,)) for pk, unit, number in listed)
    )


def discontented(agency: Agency, year: int) -> Measured:
    """How far the citizens' appraisal of the year lies below the best mark, in percent; of the whole agency alone."""
    told = appraisal_figures.satisfaction(agency.pk, year)
    if told is None:
        return Measured(of={}, agency=Count(0, 0))
    mean, _answers, number = told
    below = round((BEST - mean) * 100 / (BEST - WORST))
    return Measured(
        (Record(None, str(number), "workspace:appraisal", (number,)),), of={}, agency=Count(below, 100)
    )
