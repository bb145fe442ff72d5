"""What the staff views of every room do: address pages, tell the reader, send files, fill due chips."""

from __future__ import annotations

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse

from gongkai.core import files
from gongkai.core.deadlines import Standing
from gongkai.core.refusals import Refusal
from gongkai.core.text import render


def address(name: str, *args: object) -> str:
    """The address of a staff page."""
    return reverse(f"workspace:{name}", args=args)


def address_if_any(name: str, *args: object) -> str:
    """The address of a page of another floor, or nothing where this installation does not serve it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def go(name: str, *args: object, anchor: str = "") -> HttpResponseRedirect:
    """On to another staff page."""
    return HttpResponseRedirect(address(name, *args) + (f"#{anchor}" if anchor else ""))


def tell(request: HttpRequest, sentence: str) -> None:
    """A sentence at the top of the next page: it worked."""
    messages.success(request, sentence)


def tell_refusal(request: HttpRequest, refusal: Refusal) -> None:
    """A refusal at the top of the next page, where no form is left to show it in."""
    messages.error(request, render(refusal.reason))


def version_seen(request: HttpRequest) -> int:
    """The version of the record the person looked at; what is no number is an old version."""
    value = request.POST.get("version", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def upload(source: UploadedFile[Any]) -> tuple[BinaryIO, str]:
    """An uploaded file as the actions take it."""
    return cast("BinaryIO", source.file), source.name or ""


def crumbs(*steps: tuple[str, str]) -> list[dict[str, str]]:
    """The way to this page: pairs of label and address, the last without one."""
    return [{"label": label, "url": url} for label, url in steps]


def send_kept(sha256: str, name: str, content_type: str) -> FileResponse:
    """A kept file, always as a download: nothing anybody uploaded is run by a browser in this site's name."""
    path = files.path_of(sha256)
    if not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=content_type)


def size(count: int) -> str:
    """A number of bytes in words."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f} MB"


def due_fields(standing: Standing | None) -> dict[str, Any]:
    """The fields of a due chip, with the way to its trail."""
    if standing is None or standing.deadline.due_on is None:
        return {}
    row = standing.deadline
    return {
        "due_on": row.due_on,
        "days_left": standing.days_left,
        "provisional": row.provisional,
        "stopped": standing.state in ("stopped", "late"),
        "due_url": address("deadline", row.pk),
        "due_at": row.due_at,
        "minutes_left": standing.minutes_left,
        "hours": "calendar" if row.period is not None and row.period["unit"] == "hour" else "working",
    }
