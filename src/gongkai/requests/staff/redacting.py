"""Blacking out passages of an original in the browser; the finished copy is burnt, proven and added to the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongkai.core import files, redaction
from gongkai.core.access import staff_page
from gongkai.core.redaction import Box, PageInfo, Proof
from gongkai.core.redaction.model import pixels
from gongkai.core.refusals import Invalid, Refusal
from gongkai.core.text import render
from gongkai.domain.law import load
from gongkai.people.actor import StaffActor
from gongkai.requests import access, actions, words
from gongkai.requests.queries import records
from gongkai.requests.queries.records import AnswerFile, Request
from gongkai.requests.staff.common import address, found, go, path_to, show, tell, version_seen

#: The width of a page's picture on the screen, in pixels.
WIDTH = 1100
FIELD = "boxes"


@dataclass
class Drawn:
    """What is on the desk: the lines of the boxes, the words looked for, what is wrong, what still shows."""

    lines: str = ""
    words: str = ""
    ground: str = ""
    errors: list[str] = field(default_factory=list)
    refusal: Refusal | None = None
    still: Sequence[tuple[int, str]] = ()
    status: int = 200


def _printed() -> dict[str, str]:
    """The grounds as they stand on the black: the document is Chinese whoever reads this page."""
    return {row["key"]: str(row["label"]) for row in load("openness")["ground"]}


def _original(matter: Request, number: int) -> tuple[AnswerFile, Path]:
    file = records.answer_file(matter, number)
    if file is None or file.removed_at is not None or file.redacted_from_id is not None:
        raise Http404
    path = files.path_of(file.file.sha256)
    if not path.exists():
        raise Http404
    return file, path


@staff_page
def redact(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The pages with the boxes; finds words; burns the boxes into a copy."""
    matter, acting = found(request, pk)
    access.may_edit_answer(acting, matter).require()
    file, path = _original(matter, number)
    pages = redaction.pages(path)
    if request.method != "POST":
        return _page(request, matter, file, pages, Drawn(lines=_earlier(matter, file)))
    drawn = Drawn(
        lines=request.POST.get(FIELD, ""),
        words=request.POST.get(f"{FIELD}_words", ""),
        ground=request.POST.get(f"{FIELD}_ground", ""),
    )
    try:
        boxes = redaction.parse_boxes(drawn.lines, len(pages), _printed())
    except Invalid as refusal:
        drawn.errors, drawn.status = [render(refusal.reason)], refusal.status
        return _page(request, matter, file, pages, drawn)
    if request.POST.get("do") == "find":
        return _find(request, matter, file, path, pages, boxes, drawn)
    return _burn(request, matter, acting, file, path, pages, boxes, drawn)


def _find(
    request: HttpRequest,
    matter: Request,
    file: AnswerFile,
    path: Path,
    pages: Sequence[PageInfo],
    boxes: Sequence[Box],
    drawn: Drawn,
) -> HttpResponse:
    """Puts a box over every place where the words stand."""
    printed = _printed()
    ground = drawn.ground if drawn.ground in printed else next(iter(printed))
    wanted = [line.strip() for line in drawn.words.splitlines() if line.strip()]
    fresh = redaction.find_words(path, wanted, ground=ground, label=printed[ground], beside=boxes)
    drawn.lines = redaction.boxes_text([*boxes, *fresh])
    if wanted and not fresh and not redaction.find_words(path, wanted):
        drawn.errors.append(
            _("None of these words is in the document's text. A scan has no text: draw the boxes by hand.")
        )
    elif fresh:
        sentence = ngettext("{count} place was covered.", "{count} places were covered.", len(fresh))
        tell(request, sentence.format(count=len(fresh)))
    return _page(request, matter, file, pages, drawn)


def _burn(
    request: HttpRequest,
    matter: Request,
    acting: StaffActor,
    file: AnswerFile,
    path: Path,
    pages: Sequence[PageInfo],
    boxes: Sequence[Box],
    drawn: Drawn,
) -> HttpResponse:
    """Burns, proves and adds the copy. What is covered in one place and readable in another is asked about first."""
    if not request.POST.get("sure"):
        drawn.still = redaction.still_shown(path, boxes)
        if drawn.still:
            drawn.status = 422
            return _page(request, matter, file, pages, drawn)
    try:
        with redaction.proven_copy(path, boxes, title=file.title) as (copy, proof), copy.open("rb") as source:
            actions.add_redacted(
                request_id=matter.pk,
                actor=acting,
                expected_version=version_seen(request),
                original_id=file.pk,
                source=source,
                name=_name(file, path, boxes),
                boxes=[_kept(box) for box in boxes],
                proof=_proven(proof),
            )
    except Invalid as refusal:
        drawn.errors, drawn.status = [render(refusal.reason)], refusal.status
        return _page(request, matter, file, pages, drawn)
    except Refusal as refusal:
        drawn.refusal, drawn.status = refusal, refusal.status
        matter, _acting = found(request, matter.pk)
        return _page(request, matter, file, pages, drawn)
    tell(
        request,
        _("The copy is made and proven: nothing under the boxes is left in it. The original stays here."),
    )
    return go("request_answer", matter.pk, anchor="files")


def _name(file: AnswerFile, path: Path, boxes: Sequence[Box]) -> str:
    """The copy's file name; it goes out too, so one that says what was covered gives way to a plain one."""
    stem = Path(file.name).stem
    if redaction.tells(path, boxes, stem):
        stem = f"文件{file.pk}"
    return f"{stem}（区分处理）.pdf"


def _kept(box: Box) -> dict[str, Any]:
    """A box as it is kept with the copy."""
    sides = {name: getattr(box, name) for name in ("page", "x", "y", "width", "height")}
    return {**sides, "ground": box.ground}


def _proven(proof: Proof) -> dict[str, Any]:
    """What the proof found, to be kept with the copy."""
    return {"sha256": proof.sha256, "pages": proof.pages, "boxes": proof.boxes, "words": proof.words}


def _earlier(matter: Request, file: AnswerFile) -> str:
    """The boxes of the copy made before, to go on from."""
    copies = [each for each in records.answer_files(matter) if each.redacted_from_id == file.pk]
    if not copies:
        return ""
    return redaction.boxes_text(Box(**each) for each in copies[-1].boxes)


def _page(
    request: HttpRequest, matter: Request, file: AnswerFile, pages: Sequence[PageInfo], drawn: Drawn
) -> HttpResponse:
    listed = []
    for number, page in enumerate(pages, 1):
        width, height = pixels(page, WIDTH)
        url = address("request_page", matter.pk, file.pk, number)
        listed.append({"number": number, "url": url, "width": width, "height": height})
    context = {
        "matter": matter,
        "file": file,
        "pages": listed,
        "grounds": words.options("openness", "ground"),
        "lines": drawn.lines,
        "words": drawn.words,
        "ground": drawn.ground,
        "errors": drawn.errors,
        "refusal": drawn.refusal,
        "still": [{"page": page + 1, "word": word} for page, word in drawn.still],
        "find": "find" if file.file.kind == "pdf" and file.file.has_text is not False else "",
        "crumbs": path_to(
            matter, (_("Answer"), address("request_answer", matter.pk)), (_("Black out passages"), "")
        ),
    }
    return show(request, "redact", context, drawn.status)


@staff_page
def picture(request: HttpRequest, pk: int, number: int, page: int) -> HttpResponse:
    """The picture of one page, for those who write the answer."""
    matter, acting = found(request, pk)
    access.may_edit_answer(acting, matter).require()
    _file, path = _original(matter, number)
    try:
        content = redaction.page_picture(path, page - 1, WIDTH)
    except IndexError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "private, max-age=600"
    return response
