"""What the nightly walk finds: pages that fail or are hard to use. Of the agency whose name stands over the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency
from gongkai.supervision.walking import Page, inside, leads_nowhere, walk


def usable(agency: Agency, today: date) -> Iterator[Fault]:
    """Each page with what is wrong with it; a page has one finding, for its first fault."""
    if not agency.is_host:
        return
    for page in walk():
        wrong = _wrong(page)
        if wrong is not None:
            yield Fault(f"page:{page.path}", page.title or page.path, wrong)


def _wrong(page: Page) -> Text | None:
    if page.status == 0 or page.status >= 400:
        return say("The page {path} does not open (status {status}).", path=page.path, status=page.status)
    if page.status != 200 or not page.text:
        return None
    if not page.title:
        return say("The page {path} has no title.", path=page.path)
    if page.headings != 1:
        return say("The page {path} has {number} main headings; it must have one.", path=page.path,
                   number=page.headings)  # fmt: skip
    if not page.lang:
        return say("The page {path} does not say its language.", path=page.path)
    if page.bare_pictures:
        return say("{number} pictures on the page {path} have no words for those who do not see them.",
                   number=page.bare_pictures, path=page.path)  # fmt: skip
    dead = next(
        (path for href in page.links if (path := inside(page.path, href)) and leads_nowhere(path)), ""
    )
    return (
        say("A link on the page {path} leads nowhere: {link}.", path=page.path, link=dead) if dead else None
    )
