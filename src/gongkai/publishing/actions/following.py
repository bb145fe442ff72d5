"""What publishing a document does to the ones it interprets, amends, repeals or replaces."""

from __future__ import annotations

from django.utils import timezone

from gongkai.core import clock, deadlines, ledger
from gongkai.core.refusals import Refusal
from gongkai.domain.text import N_, say
from gongkai.people.actor import StaffActor, actor_of
from gongkai.publishing import indexing
from gongkai.publishing.actions.base import put_back, take_in_hand, tell_ledger
from gongkai.publishing.actions.timing import INTERPRETATION
from gongkai.publishing.models import Document, Link
from gongkai.publishing.queries.documents import subject_of

AMENDED = ledger.verb("publishing.document.amended", N_("The document was marked as amended by {source}"))

ENDING = {Link.Kind.REPEALS: "repeal", Link.Kind.REPLACES: "supersede"}
OVER = ("repealed", "superseded", "lapsed")


def follow_links(document: Document, actor: StaffActor | None) -> None:
    """Follows the document's links. Another agency's documents are that agency's own to mark."""
    doing = actor or _who_set_the_time(document)
    links = Link.objects.filter(
        source=document, removed_at__isnull=True, target__agency_id=document.agency_id
    ).select_related("target")
    for link in links.order_by("id"):
        if link.kind == Link.Kind.INTERPRETS:
            deadlines.stop(subject_of(link.target), INTERPRETATION)
        elif link.kind == Link.Kind.AMENDS:
            _amend(link.target, document, doing)
        elif link.kind in ENDING:
            _end(link.target, ENDING[Link.Kind(link.kind)], document, doing, by_clock=actor is None)


def _who_set_the_time(document: Document) -> StaffActor | None:
    """Whoever set the time of publication decided what goes with it, in the posts held that day."""
    step = document.steps.filter(move="schedule").select_related("person__agency").order_by("-id").first()
    if step is None or step.person is None:
        return None
    return actor_of(step.person, timezone.localtime(step.at).date())


def _amend(target: Document, source: Document, actor: StaffActor | None) -> None:
    if target.live_id is None or target.validity != "valid":
        return
    amended = take_in_hand(target.pk, None, None)
    amended.validity, amended.validity_since = "amended", clock.today()
    put_back(amended)
    tell_ledger(AMENDED, amended, actor, data={"source": source.index_number})
    indexing.put(amended)


def _end(target: Document, key: str, source: Document, actor: StaffActor | None, *, by_clock: bool) -> None:
    from gongkai.publishing.actions import moving

    if target.live_id is None or target.state in OVER or actor is None:
        return
    if target.state != "published":
        if by_clock:
            return  # nobody is there to be told; the office sees both documents side by side
        raise Refusal(
            say(
                "{index}, which this document repeals or replaces, is being corrected. "
                "Publish that correction or set it aside first.",
                index=target.index_number,
            )
        )
    moving.move(
        document_id=target.pk,
        key=key,
        actor=actor,
        expected_version=None,
        given=moving.Given(reason=source.index_number, link=source.index_number),
    )
