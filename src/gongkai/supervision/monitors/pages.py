"""What the nightly walk finds on the pages. Of the agency whose name stands over the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import unquote, urlsplit

from gongkai.core import public_version
from gongkai.domain import privacy
from gongkai.domain.supervision.monitors import Fault
from gongkai.domain.supervision.monitors import walk as numbers
from gongkai.domain.text import Text, say
from gongkai.people.models import Agency, Unit
from gongkai.publishing import checks
from gongkai.publishing.models import Attachment
from gongkai.supervision import linking, papers
from gongkai.supervision.walking import Page, client, inside, leads_nowhere, look_at, walk

#: Files that are read in a night at most, the newest first.
MOST_FILES = 2000


@dataclass(slots=True)
class _Walked:
    """What a walk brought home: faults of the pages, and pages on which something personal stands."""

    hard: list[Fault] = field(default_factory=list)
    personal: list[Fault] = field(default_factory=list)


#: The walk of ``usable``, left for ``personal``, which looks right after it in the same night.
_left: list[tuple[object, _Walked]] = []


def usable(agency: Agency, today: date) -> Iterator[Fault]:
    """Each page with what is wrong with it; a page has one finding, for its first fault."""
    if agency.is_host:
        walked = _walk()
        _left[:] = [(_mark(today), walked)]
        yield from walked.hard


def personal(agency: Agency, today: date) -> Iterator[Fault]:
    """Pages and files with personal data in them. What it is is not repeated here."""
    yield from _files(agency)
    if agency.is_host:
        mark, walked = _left.pop() if _left else (None, None)
        yield from (walked if walked is not None and mark == _mark(today) else _walk()).personal


def _files(agency: Agency) -> Iterator[Fault]:
    """Attachments of what is published, read by their words; what somebody let stand in the text may stand here too."""
    own, live = _own_numbers(), linking.published(agency).values("live")
    rows = Attachment.objects.filter(revision__in=live, removed_at__isnull=True).select_related(
        "file", "revision__document"
    )
    for each in rows.order_by("-id")[:MOST_FILES]:
        found = privacy.findings(papers.words(each.file), allowed_numbers=own)
        allowed = each.revision.explanations
        if all(allowed.get(checks.key_of(one)) for one in found):
            continue
        document = each.revision.document
        yield Fault(
            f"file:{each.pk}",
            each.revision.title,
            say(
                "Personal data seem to stand in the file “{name}”. Look at it, and take them out.",
                name=each.name,
            ),
            document.unit_id,
            ("workspace:document", (document.pk,)),
        )


def _mark(today: date) -> object:
    return (today, public_version.current(), walk)


def _walk() -> _Walked:
    found, links, own = _Walked(), _Links(), _own_numbers()
    for page in walk():
        # Documents are read in the records, where somebody may have let a number stand with a reason.
        if not checks.DOCUMENT_ADDRESS.match(page.path) and privacy.findings(page.text, allowed_numbers=own):
            said = say(
                "Personal data seem to stand on the page {path}. Look at it, and take them out.",
                path=page.path,
            )
            found.personal.append(Fault(f"page:{page.path}", page.title or page.path, said))
        wrong = _wrong(page)
        if wrong is not None:
            found.hard.append(Fault(f"page:{page.path}", page.title or page.path, wrong))
        elif page.text:
            links.meet(page)
    found.hard += links.dead()
    return found


def _own_numbers() -> list[str]:
    """Numbers that are meant to be public: of the agencies and of their units."""
    agencies = Agency.objects.values_list("telephone", "fax", "email")
    units = Unit.objects.values_list("telephone", flat=True)
    return [each for each in (*(one for row in agencies for one in row), *units) if each]


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
    return None


@dataclass(slots=True)
class _Links:
    """The links of all pages of a walk, each with the page it was met on first."""

    pages: dict[str, Page] = field(default_factory=dict)
    targets: dict[tuple[str, str], str] = field(default_factory=dict)

    def meet(self, page: Page) -> None:
        """A page that was walked over. Of its words nothing more is needed."""
        self.pages[unquote(page.path)] = page
        for href in page.links:
            path = unquote(inside(page.path, href))
            if path:
                self.targets.setdefault((path, unquote(urlsplit(href.strip()).fragment)), page.path)
        page.text = ""
        page.links = []

    def dead(self) -> Iterator[Fault]:
        """One finding for each page that leads somewhere that is not."""
        told: set[str] = set()
        left = int(numbers()["links"])
        asking = client()
        for (path, mark), where in self.targets.items():
            if where in told:
                continue
            if path not in self.pages and left and not leads_nowhere(path) and _is_page(path):
                left -= 1
                self.pages[path] = look_at(asking, path)
            if leads_nowhere(path) or _fails(self.pages.get(path), mark):
                told.add(where)
                link = f"{path}#{mark}" if mark else path
                text = say("A link on the page {path} leads nowhere: {link}.", path=where, link=link)
                title = self.pages[unquote(where)].title
                yield Fault(f"page:{where}", title or where, text)


def _is_page(path: str) -> bool:
    """Papers are made when they are asked for, a second each: that there is such an address is enough."""
    return path.endswith("/")


def _fails(page: Page | None, mark: str) -> bool:
    if page is None:
        return False
    if page.status == 0 or (page.status >= 400 and page.status not in (405, 429)):
        return True
    return bool(mark) and page.status == 200 and bool(page.ids) and mark not in page.ids
