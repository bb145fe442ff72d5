"""Two versions of a document, side by side or as marked-up text."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from gongkai.consultations.comparing import counted, groups
from gongkai.consultations.queries import texts
from gongkai.consultations.staff.documents.common import found, show, trail
from gongkai.core.access import staff_page
from gongkai.core.staffpages import address

#: How the comparison is shown: side by side, or one text with what went and what came.
WAYS = ("side", "marked")


@staff_page
def compare(request: HttpRequest, pk: int, old: int, new: int) -> HttpResponse:
    """The comparison; other versions are chosen above it."""
    of, _acting = found(request, pk)
    versions = texts.every(of)
    known = {each.number: each for each in versions}
    chosen = _chosen(request, pk, known)
    if chosen is not None:
        return chosen
    if old not in known or new not in known:
        raise Http404
    way = request.GET.get("as", "")
    way = way if way in WAYS else WAYS[0]
    changes = texts.compared(known[old], known[new])
    here = address("consultation_compare", pk, old, new)
    labels = {"side": _("Side by side"), "marked": _("As marked-up text")}
    context = {
        "document": of,
        "versions": versions,
        "old": known[old],
        "new": known[new],
        "old_label": _("Version {number}").format(number=old),
        "new_label": _("Version {number}").format(number=new),
        "way": way,
        "tabs": [
            {
                "label": labels[each],
                "url": here if each == WAYS[0] else f"{here}?as={each}",
                "current": each == way,
            }
            for each in WAYS
        ],
        "groups": groups(changes),
        "counts": counted(changes),
        "same": all(each.op == "same" for each in changes),
        "back_url": address("consultation", pk),
        "crumbs": trail(of, (_("Comparison"), "")),
    }
    return show(request, "document_compare", context)


def _chosen(request: HttpRequest, pk: int, known: Collection[int]) -> HttpResponse | None:
    """On to the versions that were chosen from the lists."""
    typed = [request.GET.get(name, "") for name in ("old", "new")]
    if not all(each.isascii() and each.isdigit() and len(each) < 5 for each in typed):
        return None
    old, new = (int(each) for each in typed)
    if old not in known or new not in known:
        return None
    way = "?as=marked" if request.GET.get("as") == "marked" else ""
    return HttpResponseRedirect(address("consultation_compare", pk, old, new) + way)
