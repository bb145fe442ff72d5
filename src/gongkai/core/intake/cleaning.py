"""``without_metadata``: a copy of a file that no longer says who made it, when, where and with what."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from gongkai.core.intake import cleaning_office, cleaning_pdf, cleaning_picture
from gongkai.core.intake.model import CLEANABLE, damaged, refused
from gongkai.core.refusals import Invalid
from gongkai.domain.text import say


def without_metadata(path_in: Path, path_out: Path, kind: str, *, title: str = "") -> None:
    """Write ``path_in`` to ``path_out`` without its metadata; the content stays as it is.

    ``kind`` is what ``inspect`` said. PDF: properties, XMP, attached files, scripts and opening actions go,
    and authors' names in comments; old revisions of the file go with them. Office: properties, custom
    properties, preview, authors' names in comments and tracked changes, the template's folder; comments and
    changes themselves are content and stay. Pictures: EXIF, place, text; the orientation they asked for is
    applied. ``title`` is written as the new title of a PDF (a readable PDF needs one: WCAG 2.4.2).

    Raises ``Invalid`` for a kind that cannot be cleaned and for a damaged file; ``path_out`` is then left
    untouched.
    """
    if kind not in CLEANABLE:
        raise refused(
            say(
                "The metadata of this kind of file cannot be removed here. Save it as PDF, DOCX, XLSX or "
                "PPTX and send that."
            )
        )
    handle, name = tempfile.mkstemp(dir=path_out.parent, prefix=".cleaning-")
    os.close(handle)
    draft = Path(name)
    try:
        if kind == "pdf":
            cleaning_pdf.clean(path_in, draft, title)
        elif kind == "image":
            cleaning_picture.clean(path_in, draft)
        else:
            cleaning_office.clean(path_in, draft)
        draft.chmod(0o640)
        draft.replace(path_out)
    except Invalid:
        raise
    except Exception as error:  # the libraries raise whatever the bytes led them into
        raise damaged() from error
    finally:
        draft.unlink(missing_ok=True)
