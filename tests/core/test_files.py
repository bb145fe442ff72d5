"""Files are kept once under the digest of their bytes, whole or not at all."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gongkai.core import files
from gongkai.core.models import StoredFile
from gongkai.core.refusals import Invalid
from together import Together, own_database


def left_over(settings: Any) -> list[Path]:
    return list((settings.DATA_DIR / "files" / "incoming").iterdir())


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once(settings: Any) -> None:
    content = "名单：甲、乙".encode()
    first, name = files.take(io.BytesIO(content), "../../etc/名单.txt")
    second, _ = files.take(io.BytesIO(content), "别名.txt")
    assert first == second
    assert first.sha256 == hashlib.sha256(content).hexdigest()
    assert files.path_of(first.sha256).read_bytes() == content
    assert "/" not in name
    assert left_over(settings) == []


@pytest.mark.django_db
def test_what_is_refused_leaves_nothing(settings: Any) -> None:
    settings.GONGKAI_MAX_UPLOAD = 10_000
    for content, name in (
        (b"", "a.txt"),
        (b"x" * 20_000, "a.txt"),
        (b"MZ" * 500, "a.exe"),
        (b"GIF89a", "a.gif"),
    ):
        with pytest.raises(Invalid):
            files.take(io.BytesIO(content), name)
    assert not StoredFile.objects.exists()
    assert left_over(settings) == []


@pytest.mark.django_db
def test_an_endless_upload_is_cut_off(settings: Any) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"x" * size

    settings.GONGKAI_MAX_UPLOAD = 1_000_000
    source = Endless()
    with pytest.raises(Invalid):
        files.take(source, "a.txt")  # type: ignore[arg-type]
    assert source.given < 5_000_000


@pytest.mark.django_db
def test_the_cleaned_copy_is_a_file_of_its_own(settings: Any) -> None:
    photo, exif = io.BytesIO(), Image.Exif()
    exif[0x013B] = "zhen-artist"
    Image.new("RGB", (40, 30), "red").save(photo, "JPEG", exif=exif)
    photo.seek(0)
    stored, name = files.take(photo, "现场.jpg")
    clean = files.cleaned(stored, name)
    assert clean.sha256 != stored.sha256
    assert b"zhen-artist" in files.path_of(stored.sha256).read_bytes()
    assert b"zhen-artist" not in files.path_of(clean.sha256).read_bytes()
    assert left_over(settings) == []


@pytest.fixture
def together(transactional_db: None, tmp_path: Path) -> Iterator[Together]:
    with own_database(tmp_path) as found:
        yield found


def test_many_bring_the_same_file_at_once(together: Together) -> None:
    def bring() -> str:
        return files.take(io.BytesIO("公告".encode() * 1000), "公告.txt")[0].sha256

    assert len(set(together.at_once(*[bring] * 6))) == 1
    assert together.alone(StoredFile.objects.count) == 1
