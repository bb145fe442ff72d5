"""A publication belongs to a campaign year or theme (深化年、专题): put there, and taken out, by its number.

One room writes, the other is asked: the theme keeps the number and the title of a document everybody may read.
"""

from __future__ import annotations

from django.db import transaction

from gongkai.core.refusals import Invalid
from gongkai.domain.text import say
from gongkai.duties.actions import themes
from gongkai.duties.models import ThemePublication
from gongkai.people.actor import StaffActor
from gongkai.publishing.queries import documents, public


def put(*, theme_id: int, actor: StaffActor, index_number: str) -> ThemePublication:
    """Puts the document of that index number under the theme.

    Raises ``Invalid`` (field ``index_number``) where the public reads no such document, ``NotAllowed`` without the
    post, ``Refusal`` where it stands there already.
    """
    number = index_number.replace("\x00", "").strip()
    with transaction.atomic():
        slug = public.slugs_of([number]).get(number, "")
        document = documents.public_document(slug) if slug else None
        if document is None:
            raise Invalid(say("There is no published document with this index number."), field="index_number")
        title = document.live.title if document.live else ""
        return themes.put_publication(theme_id=theme_id, actor=actor, index_number=number, title=title)


def take_out(*, theme_id: int, actor: StaffActor, index_number: str) -> ThemePublication:
    """Takes the document of that index number out of the theme, whether the public still reads it or not.

    Raises ``NotAllowed`` without the post, ``Refusal`` where it never stood there.
    """
    return themes.take_publication_out(theme_id=theme_id, actor=actor, index_number=index_number)
