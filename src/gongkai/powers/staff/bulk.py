"""The same move made with several entries: each its own deed, its own event and its own refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gongkai.core.access import staff_page
from gongkai.core.refusals import Refusal
from gongkai.core.staffpages import address, crumbs, go, tell
from gongkai.domain.powers.course import PROCESS
from gongkai.domain.text import Text
from gongkai.people.actor import StaffActor
from gongkai.people.middleware import actor
from gongkai.powers import actions
from gongkai.powers.queries import lists
from gongkai.powers.staff.common import address_of, show

#: State → the move that is made with many at once from there.
MOVES = {"draft": "submit", "in_review": "approve", "approved": "publish"}
#: Most entries at once.
MOST = 50


@dataclass(frozen=True, slots=True)
class Failed:
    """An entry that was not moved, and why."""

    title: str
    url: str
    reason: Text


def offered(acting: StaffActor, state: str) -> dict[str, str] | None:
    """The move a list narrowed to ``state`` offers for what is ticked, where a post of the person makes it."""
    key = MOVES.get(state)
    if key is None or not set(PROCESS.move(key).roles) & acting.roles:
        return None
    return {"url": address("powers_bulk", key), "label": _(PROCESS.move(key).label)}


@staff_page
@require_POST
def bulk(request: HttpRequest, key: str) -> HttpResponse:
    """Makes the move with every entry ticked; what could not be moved is told with the reason."""
    if key not in MOVES.values():
        raise Http404
    acting, ticked = actor(request), _ticked(request)
    there = {each.pk: each for each in lists.open_versions(acting, [pk for pk, _revision in ticked])}
    failed, done = [], 0
    for pk, revision in ticked:
        version = there.get(pk)
        if version is None:
            continue  # what they may not see does not exist for them
        try:
            actions.move(version_id=pk, key=key, actor=acting, expected_revision=revision)
            done += 1
        except Refusal as refusal:
            failed.append(Failed(version.title, address_of(version.entry), refusal.reason))
    if done:
        sentence = ngettext("{move}: {count} entry.", "{move}: {count} entries.", done)
        tell(request, sentence.format(move=_(PROCESS.move(key).label), count=done))
    if done and not failed:
        return go("powers")
    context = {"failed": failed, "done": done, **_words(key)}
    return show(request, "register_bulk", context, status=409 if failed else 422)


def _words(key: str) -> dict[str, Any]:
    return {
        "move": _(PROCESS.move(key).label),
        "back": address("powers"),
        "crumbs": crumbs(
            (_("My work"), address("home")),
            (_("Powers in the open"), address("powers")),
            (_("Several at once"), ""),
        ),
    }


def _ticked(request: HttpRequest) -> Sequence[tuple[int, int]]:
    found = []
    for value in request.POST.getlist("chosen")[:MOST]:
        pk, _sign, revision = value.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 19 for part in (pk, revision)):
            found.append((int(pk), int(revision)))
    return found
