"""Version 1 of the read API: composed of the rooms' own modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from gongkai.api import house, law, themes
from gongkai.api.problems import speak_plainly
from gongkai.campaigns import api as campaigns
from gongkai.complaints import api as complaints
from gongkai.consultations import api as consultations
from gongkai.domain.text import N_
from gongkai.duties import api as duties
from gongkai.powers import api as powers
from gongkai.publishing import api as publishing

if TYPE_CHECKING:
    from ninja.operation import Operation

TITLE = N_("Gongkai open data")
DESCRIPTION = N_(
    "Everything the site shows, for programs: documents with their texts and versions, the catalogue, topics, "
    "agencies, legal periods and the working-day calendar. Only what is public, for reading, without a key, from "
    "any site. Answers are in Chinese or English (“language=zh”, “language=en”, or the header Accept-Language) and "
    "carry an ETag. What cannot be answered is refused with a sentence in “message”."
)


class _Renderer(JSONRenderer):
    """Chinese as it is written, not as escapes: half the bytes, and readable."""

    json_dumps_params = {"ensure_ascii": False}


class _Api(NinjaAPI):
    """Operations are named as their addresses are: ``documents``, ``document_version``."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def make() -> Any:
    """The API without ninja's own pages: the description and the page for people are in ``described`` and ``docs``."""
    api = _Api(
        title=TITLE,
        version="1.0",
        description=DESCRIPTION,
        urls_namespace="v1",
        openapi_url=None,
        docs_url=None,
        renderer=_Renderer(),
    )
    rooms = (publishing, complaints, powers, campaigns, consultations, duties)
    routers = (each for room in rooms for each in room.ROUTERS)
    for router in (*routers, themes.router, law.router, house.router):
        api.add_router("", router)
    speak_plainly(api)
    return api


API = make()
