"""The forms of content that are taken in, and the signatures of those that are not."""

from __future__ import annotations

from gongkai.core.intake.model import Form
from gongkai.domain.text import N_, Text, say

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

PDF = Form("pdf", "application/pdf", ("pdf",), N_("a PDF document"))
DOCX = Form("docx", _OOXML + "wordprocessingml.document", ("docx",), N_("a Word document"))
XLSX = Form("xlsx", _OOXML + "spreadsheetml.sheet", ("xlsx",), N_("an Excel workbook"))
PPTX = Form("pptx", _OOXML + "presentationml.presentation", ("pptx", "ppsx"), N_("a PowerPoint presentation"))
DOC = Form("doc", "application/msword", ("doc", "wps"), N_("an old Word document"))
XLS = Form("xls", "application/vnd.ms-excel", ("xls", "et"), N_("an old Excel workbook"))
PPT = Form(
    "ppt", "application/vnd.ms-powerpoint", ("ppt", "pps", "dps"), N_("an old PowerPoint presentation")
)
OFD = Form("ofd", "application/ofd", ("ofd",), N_("an OFD document"))
ODT = Form("odt", _ODF + "text", ("odt",), N_("an OpenDocument text"))
ODS = Form("ods", _ODF + "spreadsheet", ("ods",), N_("an OpenDocument spreadsheet"))
ODP = Form("odp", _ODF + "presentation", ("odp",), N_("an OpenDocument presentation"))
ZIP = Form("zip", "application/zip", ("zip",), N_("a ZIP archive"))
TEXT = Form("text", "text/plain", ("txt", "md", "log"), N_("plain text"))
CSV = Form("csv", "text/csv", ("csv", "tsv"), N_("a CSV table"))
JSON = Form("text", "application/json", ("json", "geojson"), N_("JSON data"))

OPEN_DOCUMENT = {form.content_type: form for form in (ODT, ODS, ODP)}

_IMAGE = N_("a picture")
_AUDIO = N_("a sound recording")
_VIDEO = N_("a video")
JPEG = Form("image", "image/jpeg", ("jpg", "jpeg", "jpe"), _IMAGE)
PNG = Form("image", "image/png", ("png",), _IMAGE)
GIF = Form("image", "image/gif", ("gif",), _IMAGE)
WEBP = Form("image", "image/webp", ("webp",), _IMAGE)
BMP = Form("image", "image/bmp", ("bmp",), _IMAGE)
TIFF = Form("image", "image/tiff", ("tif", "tiff"), _IMAGE)
IMAGES = {
    "JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "GIF": GIF, "WEBP": WEBP, "BMP": BMP, "TIFF": TIFF,
}  # fmt: skip

STARTS: tuple[tuple[bytes, Form], ...] = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)

MEDIA: dict[str, Form] = {
    form.content_type: form
    for form in (
        Form("audio", "audio/mpeg", ("mp3",), _AUDIO),
        Form("audio", "audio/wav", ("wav",), _AUDIO),
        Form("audio", "audio/flac", ("flac",), _AUDIO),
        Form("audio", "audio/ogg", ("ogg", "oga", "opus"), _AUDIO),
        Form("audio", "audio/mp4", ("m4a",), _AUDIO),
        Form("video", "video/mp4", ("mp4", "m4v"), _VIDEO),
        Form("video", "video/quicktime", ("mov",), _VIDEO),
        Form("video", "video/webm", ("webm",), _VIDEO),
        Form("video", "video/ogg", ("ogv", "ogg"), _VIDEO),
    )
}

_PROGRAM = say(
    "This file is a program or a script. Programs are never taken as attachments: anyone opening it would "
    "run it. Send the document itself."
)
PAGE = say(
    "This file is a web page or an SVG drawing, which can carry scripts. Send it as PDF, DOCX, PNG or "
    "plain text, or bring its words in with the import."
)
_ARCHIVE = say(
    "This kind of archive cannot be looked into. Pack the files as ZIP, or better, attach them one by one."
)
_RICH = say(
    "RTF and PostScript files can carry hidden objects. Save the document as DOCX or PDF and send that."
)

NEVER: tuple[tuple[bytes, Text], ...] = (
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"\xfe\xed\xfa\xce", _PROGRAM),
    (b"\xfe\xed\xfa\xcf", _PROGRAM),
    (b"\xce\xfa\xed\xfe", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"\x00asm", _PROGRAM),
    (b"dex\n", _PROGRAM),
    (b"#!", _PROGRAM),
    (b"\xef\xbb\xbf#!", _PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", _PROGRAM),
    (b"MSCF", _PROGRAM),
    (b"ITSF", _PROGRAM),
    (b"FWS", _PROGRAM),
    (b"CWS", _PROGRAM),
    (b"ZWS", _PROGRAM),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ\x00", _ARCHIVE),
    (b"{\\rtf", _RICH),
    (b"%!PS", _RICH),
)
"""Beginnings that are refused, each with its sentence. A text that merely begins with these letters is asked
about again in ``recognising``: only the ones of binary form are decided here."""

PROGRAM = _PROGRAM
