"""An entry: the sheet line by line with what records count, what those assessed say and what was judged; the deeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gongkai.core import clock
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address, crumbs
from gongkai.domain.supervision import scoring
from gongkai.domain.supervision.assessment import ENTRY
from gongkai.domain.supervision.scoring import Count, Indicator, Rule, Score, written
from gongkai.people.actor import StaffActor
from gongkai.people.sentences import tell as sentences
from gongkai.supervision import assessment_access as access
from gongkai.supervision import assessment_words as words
from gongkai.supervision.forms.assessing import AppealForm, EvidenceForm, JudgedForm
from gongkai.supervision.queries import assessed
from gongkai.supervision.queries.records import Assessed
from gongkai.supervision.queries.scoring import indicators_of, score_of
from gongkai.supervision.staff.assessing.common import (
    Card,
    found_entry,
    next_step,
    picture,
    sorted_offers,
    table,
)
from gongkai.supervision.staff.common import Tried, show
from gongkai.supervision.words import language

#: Moves whose form is the sheet itself, filled in line by line.
FILLED = ("hand_in", "review", "decide")
#: Where an entry stands as long as only those assessed have judged.
UNREVIEWED = ("awaited", "handed_in")


@dataclass(frozen=True, slots=True)
class Stand:
    """An entry with its sheet and what records count of it: read once for a page."""

    of: Assessed
    indicators: tuple[Indicator, ...]
    computed: Mapping[str, Any]

    @property
    def known(self) -> frozenset[str]:
        """The rules that records count."""
        return frozenset(
            rule.key for each in self.indicators for rule in each.rules if rule.measure in self.computed
        )

    def score(self) -> Score:
        """As reviewed; until then as those assessed see themselves."""
        return score_of(self.of, own=self.of.state in UNREVIEWED, computed=self.computed)

    def form(self, key: str, data: QueryDict | None = None) -> JudgedForm:
        """The form of a move, filled with what was said before."""
        said = self.of.own if key == "hand_in" or self.of.state in UNREVIEWED else self.of.judged
        before = {
            rule: count
            for rule, count in scoring.counts_from(said).items()
            # What those assessed say of what records count is no correction of it.
            if said is self.of.judged or rule not in self.known
        }
        return JudgedForm(
            data,
            key=key,
            indicators=self.indicators,
            known=self.known,
            before=before,
            said=self.of.own_words,
        )


def stand_of(found: Assessed) -> Stand:
    """The entry as its page and its forms need it."""
    return Stand(found, indicators_of(found.assessment), assessed.computed(found))


@staff_page
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The record."""
    found, acting = found_entry(request, pk)
    return page(request, found, acting, Tried(), 200)


def page(
    request: HttpRequest, found: Assessed, acting: StaffActor, tried: Tried, status: int
) -> HttpResponse:
    """The entry's page, also after a deed that was refused."""
    stand = stand_of(found)
    score = stand.score()
    cards = _cards(found, acting, tried)
    form = _sheet_form(stand, cards, tried)
    if form is not None and form is tried.form:
        tried.typed = []  # it stands in the form
    evidence = [_evidence(found, each) for each in assessed.evidence(found)]
    due = {"self": found.assessment.self_until, "told": found.assessment.appeal_until}.get(
        found.assessment.state
    )
    open_now = due is not None and found.state in ("awaited", "handed_in", "reviewed")
    context: dict[str, Any] = {
        "of": found,
        "name": words.who(found.unit or found.agency),
        "badges": [words.state_badge(found), *([grade] if (grade := words.grade_badge(found.grade)) else [])],
        "facts": _facts(found, stand),
        "due_on": due if open_now else None,
        "days_left": clock.calendar().between(clock.today(), due) if due and open_now else None,
        "sentence": ENTRY.state(found.state).label,
        "next": next_step(ENTRY, found.state),
        "total": words.total_shown(score),
        "provisional": found.state in UNREVIEWED,
        "live": found.assessment.state == "self",
        "groups": _groups(found, score, stand, form, evidence),
        "sheet_form": form,
        "sheet_move": ENTRY.move(form.key) if form else None,
        "sheet_url": address("assessed_move", found.pk, form.key) if form else "",
        "evidence": evidence,
        "evidence_form": _evidence_form(found, acting, stand, tried),
        "cards": cards,
        "tried": tried,
        "timeline": list(reversed(sentences(assessed.told(found)))),
        "process_svg": picture(language(), ENTRY.key, found.state),
        "process_table": table(ENTRY),
        "process_name": _(ENTRY.title),
        "crumbs": crumbs(
            (_("Assessment"), address("assessments")),
            (found.assessment.title, address("assessment", found.assessment_id)),
            (words.who(found.unit or found.agency), ""),
        ),
    }
    return show(request, "assessed_record", context, status)


def _facts(found: Assessed, stand: Stand) -> list[dict[str, Any]]:
    of = found.assessment
    rows = [
        {"label": _("Assessment"), "value": of.title, "url": address("assessment", of.pk)},
        {"label": _("Year"), "value": str(of.year)},
    ]
    if found.state not in UNREVIEWED and found.own:
        own = score_of(found, own=True, computed=stand.computed)
        rows.append({"label": _("Self-assessed"), "value": written(own.points)})
    if found.rank is not None:
        rows.append({"label": _("Rank"), "value": str(found.rank)})
    if found.counted_at is not None:
        rows.append(
            {"label": _("Records counted"), "value": date_format(found.counted_at, "DATETIME_FORMAT")}
        )
    return rows


def _groups(
    found: Assessed, score: Score, stand: Stand, form: JudgedForm | None, evidence: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The lines under the group they belong to, as the sheet has them."""
    own, judged = scoring.counts_from(found.own), scoring.counts_from(found.judged)
    groups: list[dict[str, Any]] = []
    for line in score.lines:
        shown = words.line_shown(line)
        shown["given"] = [each for each in evidence if each["indicator"] == line.indicator.key]
        for row, done in zip(shown["rules"], line.deductions, strict=True):
            row |= {
                "records": _counted(found, done.rule.measure, stand.computed),
                "own": _said(done.rule, own.get(done.rule.key)),
                "judged": _said(done.rule, judged.get(done.rule.key)),
                "asked": form.asked(done.rule.key) if form else None,
                "points": f"+{row['points']}" if done.points > 0 else row["points"],
            }
        if not groups or groups[-1]["name"] != shown["group"]:
            groups.append({"name": shown["group"], "lines": []})
        groups[-1]["lines"].append(shown)
    return groups


def _counted(found: Assessed, measure: str, computed: Mapping[str, Any]) -> dict[str, Any] | None:
    """What records count: the number, and the way to the records where there are any."""
    row = computed.get(measure)
    if row is None:
        return None
    return {
        "cases": row["cases"],
        "of": row.get("of"),
        "says": words.measure_says(measure),
        "url": address("assessed_records", found.pk, measure) if row["cases"] else "",
    }


def _said(rule: Rule, count: Count | None) -> dict[str, Any] | None:
    """What people counted; where they said how much lacks, it is per cent."""
    if count is None:
        return None
    lacks = rule.way == "share" and not rule.measure
    return {"cases": count.cases, "of": None if lacks else count.of, "percent": lacks, "note": count.note}


def _cards(found: Assessed, acting: StaffActor, tried: Tried) -> list[Card]:
    """The moves; those filled in line by line lead to the sheet. What belongs to nobody's posts is left out."""
    made: list[Card] = []
    for at, offer in enumerate(sorted_offers(found, acting)):
        key = offer.move.key
        mine = tried.key == key and isinstance(tried.form, AppealForm)
        form = tried.form if mine and tried.form is not None else AppealForm()
        kind = "" if not at and offer.refused is None else "secondary"
        url = address("assessed_move", found.pk, key)
        anchor = "sheet-form" if key in FILLED else ""
        made.append(Card(offer.move, kind, offer.refused, form, "", mine, url, anchor))
    return made


def _sheet_form(stand: Stand, cards: list[Card], tried: Tried) -> JudgedForm | None:
    """The form that may be filled in now, with everything typed where it was refused."""
    for card in cards:
        if card.anchor and card.refused is None:
            key = card.move.key
            mine = tried.form if tried.key == key and isinstance(tried.form, JudgedForm) else None
            return mine or stand.form(key)
    return None


def _evidence(found: Assessed, each: Any) -> dict[str, Any]:
    return {
        "indicator": each.indicator,
        "words": each.words,
        "name": each.file_name,
        "url": address("assessed_evidence_file", found.pk, each.pk) if each.file_id else "",
        "person": each.person.name,
        "at": each.at,
    }


def _evidence_form(found: Assessed, acting: StaffActor, stand: Stand, tried: Tried) -> EvidenceForm | None:
    """For those assessed and for supervision, as long as the assessment is not over."""
    roles = set(access.roles_over(acting, found)) - {"duties.leader"}
    if not roles or found.state == "final" or found.assessment.state in ("published", "called_off"):
        return None
    return tried.form if isinstance(tried.form, EvidenceForm) else EvidenceForm(indicators=stand.indicators)
