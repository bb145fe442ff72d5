"""A visitor on the way through the pages of matters: each page that is walked over is looked at as it was answered."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import html5lib
from PIL import Image
from playwright.sync_api import Page, Response

from journeys.steps import Visitor
from journeys.test_whole_site import complaints

PHONE, DESK = 390, 1366
#: A position in the east of the demonstration city, as a telephone writes it into a photo.
TAKEN_AT = (33.3204, 116.8107)
#: Controls too small for a thumb; what only programs and screen readers meet is none.
TOO_SMALL = """() => [...document.querySelectorAll("main :is(button, .button, select, textarea, input)")]
    .filter((each) => !["hidden", "checkbox", "radio"].includes(each.type) && each.offsetParent)
    .filter((each) => !each.closest(".visually-hidden") && each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 90))"""


class Walk:
    """One visitor, and the answer the page that is open came from."""

    def __init__(self, visitor: Visitor, width: int) -> None:
        self.visitor, self.page, self.width = visitor, visitor.page, width
        self._answer: Response | None = None
        self.page.on("response", self._heard)

    def _heard(self, response: Response) -> None:
        own = response.request.is_navigation_request() and response.frame == self.page.main_frame
        if own and response.status not in (301, 302, 303):
            self._answer = response

    def look(self, *, unfold: str = "") -> Page:
        """The page that is open: valid as it was sent, accessible, no wider than the window, nothing too small.

        ``unfold``: what is opened before that, as the visitor would.
        """
        page = self.page
        page.wait_for_load_state()
        assert self._answer is not None
        html5lib.HTMLParser(strict=True).parse(self._answer.text())
        for fold in page.locator(unfold).all() if unfold else ():
            fold.evaluate("fold => { fold.open = true; }")
        assert complaints(self.visitor, "walked over") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= self.width, page.url
        if self.width == PHONE:
            small = page.evaluate(TOO_SMALL)
            assert small == [], page.url
        return page

    def send(self, name: str = "") -> Page:
        """Presses the button that sends the form, or the one of this name."""
        button = self.page.locator("main [data-send]")
        (self.page.get_by_role("button", name=name, exact=True) if name else button).click()
        self.page.wait_for_load_state()
        return self.page


def photo(colour: str = "gray", *, at: Sequence[float] = TAKEN_AT) -> dict[str, Any]:
    """A photo as a telephone takes it, for an input: with the device and the position it was taken at."""
    picture, content = Image.new("RGB", (320, 240), colour), io.BytesIO()
    exif = picture.getexif()
    exif[0x0110] = "Shili Phone"
    exif[0x8825] = {1: "N", 2: _degrees(at[0]), 3: "E", 4: _degrees(at[1])}
    picture.save(content, "JPEG", exif=exif)
    assert traces(content.getvalue())
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def _degrees(value: float) -> tuple[float, float, float]:
    minutes = (value - int(value)) * 60
    return float(int(value)), float(int(minutes)), round((minutes - int(minutes)) * 60, 3)


def traces(content: bytes) -> list[Any]:
    """What a photo tells besides its picture: position, device, comments."""
    picture = Image.open(io.BytesIO(content))
    exif = picture.getexif()
    other = {key for key in picture.info if key in ("exif", "comment", "photoshop", "xmp")}
    return [*exif.items(), *exif.get_ifd(0x8825).items(), *other]
