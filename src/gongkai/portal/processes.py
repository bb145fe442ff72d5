"""How the bureau works: each process as a picture, a table and a BPMN file; and the ledger's last link."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from gongkai.core import ledger
from gongkai.core.access import public_page
from gongkai.domain import bpmn, disclosure, swimlane
from gongkai.domain.process import Process
from gongkai.publishing.public.present import crumbs
from gongkai.publishing.queries import public as reads

PROCESSES: dict[str, Process] = {"disclosure": disclosure.PROCESS}


@public_page
def processes(request: HttpRequest) -> HttpResponse:
    """The processes there are."""
    context = {
        "processes": [
            {
                "title": process.title,
                "url": reverse("portal:process", args=[key]),
                "states": len(process.states),
                "moves": len(process.moves),
            }
            for key, process in PROCESSES.items()
        ],
        "crumbs": crumbs((gettext("Procedures"), "")),
    }
    return render(request, "portal/processes.html", context)


@public_page
def process(request: HttpRequest, key: str) -> HttpResponse:
    """One process: swim lanes with how many documents stand where, and the same in words."""
    found = _known(key)
    counts = reads.state_counts() if key == "disclosure" else {}
    rows = swimlane.text_alternative(found, gettext)
    heads = [
        gettext("Step"),
        gettext("Who does it"),
        gettext("Documents now"),
        gettext("What may happen next"),
    ]
    context = {
        "process": found,
        "title": gettext(found.title),
        "svg": SafeString(swimlane.svg(found, label=gettext, title_id=f"process-{key}", counts=counts)),
        "table": {
            "head": heads,
            "rows": [
                [
                    row.step,
                    row.who,
                    str(counts.get(row.state, 0)),
                    gettext("; ").join(f"{each.number} {each.words} → {each.leads_to}" for each in row.next)
                    or gettext("The end"),
                ]
                for row in rows
            ],
        },
        "articles": list(dict.fromkeys(each.citation for row in rows for each in row.next if each.citation)),
        "bpmn_url": reverse("portal:process_bpmn", args=[key]),
        "crumbs": crumbs((gettext("Procedures"), reverse("portal:processes")), (gettext(found.title), "")),
    }
    return render(request, "portal/process.html", context)


@public_page
def process_bpmn(request: HttpRequest, key: str) -> HttpResponse:
    """The process as a BPMN 2.0 file."""
    content = bpmn.bpmn(_known(key), gettext)
    response = HttpResponse(content, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.bpmn"'
    return response


@public_page
def ledger_page(request: HttpRequest) -> HttpResponse:
    """How many events the ledger holds and the digest of the last, so that outsiders can notice tampering."""
    number, digest, at = ledger.head()
    context = {
        "number": number,
        "digest": digest,
        "at": at,
        "crumbs": crumbs((gettext("Ledger"), "")),
    }
    return render(request, "portal/ledger.html", context)


def _known(key: str) -> Process:
    if key not in PROCESSES:
        raise Http404
    return PROCESSES[key]
