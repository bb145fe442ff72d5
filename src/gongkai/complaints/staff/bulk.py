"""The same deed done to several matters: each row its own deed, its own event and its own refusal."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.complaints import actions
from gongkai.complaints.actions import Given
from gongkai.complaints.queries import desk, proposals
from gongkai.complaints.queries.proposals import Proposal
from gongkai.complaints.queries.records import Matter
from gongkai.complaints.staff.common import address, go, tell
from gongkai.complaints.staff.lists import list_page
from gongkai.complaints.staff.ticks import BULK, Failed, Row, ticked
from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.domain.text import Text, say
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor


@staff_page
@require_POST
def complaint_bulk(request: HttpRequest, which: str) -> HttpResponse:
    """Registers, or dispatches as proposed, what is ticked. What fails stays ticked, with the sentence beside it."""
    if which not in BULK:
        raise Http404
    acting, rows = actor(request), ticked(request)
    if not rows:
        return list_page(request, which, nothing=True, status=422)
    matters = desk.of_ids(acting, [row.pk for row in rows])
    known = proposals.for_many(list(matters.values())) if which == "dispatch" else {}
    failed: list[Failed] = []
    done = 0
    for row in rows:
        matter = matters.get(row.pk)
        if matter is None:
            continue  # what they may not see does not exist for them
        reason = _do(which, matter, row, acting, known.get(row.pk))
        if reason is None:
            done += 1
        else:
            failed.append(Failed(matter.number, matter.title, address("complaint", matter.pk), reason))
    if done:
        tell(request, _done(which, done))
    if failed:
        return list_page(request, which, failed=tuple(failed), status=409)
    return go("complaint_list", which)


def _do(name: str, matter: Matter, row: Row, acting: StaffActor, proposal: Proposal | None) -> Text | None:
    """One deed on one row; the reason where it was not done."""
    given = Given()
    if name == "dispatch":
        if proposal is None or proposal.unit is None:
            return (proposal.reason if proposal else None) or say("No rule fits this matter. Open it.")
        if proposal.unit != row.unit:
            return say(
                "The rules now propose {unit}, not what stood here. Look at it again.",
                unit=proposal.unit_name,
            )
        given = Given(unit=proposal.unit, co_units=proposal.co_units, routed_by=proposal.rule)
    try:
        actions.move(
            matter_id=matter.pk, key=BULK[name], actor=acting, expected_version=row.version, given=given
        )
    except Refusal as refusal:
        return refusal.reason
    return None


def _done(name: str, count: int) -> str:
    if name == "register":
        sentence = ngettext("{count} matter is registered.", "{count} matters are registered.", count)
    else:
        sentence = ngettext("{count} matter is dispatched.", "{count} matters are dispatched.", count)
    return sentence.format(count=count)
