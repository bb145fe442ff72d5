"""What happens without anybody: consultations and collections end after their last day, and validity after its."""

from __future__ import annotations

from gongkai.consultations.actions.collecting import move_collection
from gongkai.consultations.actions.moving import move
from gongkai.consultations.models import Collection, Document
from gongkai.core import clock


def run(limit: int = 200) -> int:
    """One round; gives how many documents and collections moved."""
    today = clock.today()
    ended = Document.objects.filter(state="consulting", closes_on__lt=today)
    lapsed = Document.objects.filter(state__in=("published", "in_force"), lapses_on__lt=today)
    todo = [(pk, "end") for pk in ended.order_by("id").values_list("pk", flat=True)[:limit]]
    todo += [(pk, "lapse") for pk in lapsed.order_by("id").values_list("pk", flat=True)[:limit]]
    for pk, key in todo:
        move(document_id=pk, key=key, actor=None, expected_revision=None)
    over = Collection.objects.filter(state="open", ends_on__lt=today).order_by("id")
    closing = list(over.values_list("pk", flat=True)[:limit])
    for pk in closing:
        move_collection(collection_id=pk, key="close", actor=None, expected_revision=None)
    return len(todo) + len(closing)
