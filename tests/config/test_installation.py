"""A whole installation from the shell: backed up and restored, and every way in which that goes wrong."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

TESTS = Path(__file__).resolve().parents[1]
#: Founds a bureau with one public document and its file.
FILL = """
import io, django
django.setup()
from cast import WAY, draft, go, make_cast
from gongkai.publishing import actions
cast = make_cast()
document = draft(cast)
actions.attach(document_id=document.pk, actor=cast.drafter, source=io.BytesIO("甲乙".encode()), name="名单.txt")
for key, who in WAY:
    document = go(cast, document, key, who)
"""


class Shell:
    """Commands in processes of their own, in one data folder."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return self._python("-m", "gongkai.config.cli", *words, **more)

    def script(self, text: str) -> None:
        done = self._python("-c", text)
        assert done.returncode == 0, done.stderr

    def _python(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))
        }
        environment |= {
            "GONGKAI_DATA_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
            "PYTHONPATH": os.pathsep.join([str(TESTS), str(TESTS.parent / "src")]),
            "PYTHONUTF8": "1",
            **({"GONGKAI_DATABASE_URL": self.url} if self.url else {}),
            **more,
        }
        return subprocess.run(
            [sys.executable, *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
        )

    def refuses(self, *words: str, **more: str) -> str:
        done = self.run(*words, **more)
        assert done.returncode not in (0, None), done.stdout
        assert "Traceback" not in done.stderr
        assert done.stderr.strip().count("\n") == 0, done.stderr
        return done.stderr.strip()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shell, Path]:
    """An installation in a folder with a difficult name, and its backup."""
    room = tmp_path_factory.mktemp("installation")
    shell = Shell(room / "数据 #1 100% ?x" / "var")
    shell.folder.parent.mkdir()
    assert shell.run("migrate", "--verbosity", "0").returncode == 0
    shell.script(FILL)
    archive = room / "backup.tar.gz"
    done = shell.run("backup", str(archive))
    assert done.returncode == 0, done.stderr
    return shell, archive


def test_restored_it_is_whole_and_the_same(kept: tuple[Shell, Path], tmp_path: Path) -> None:
    shell, archive = kept
    there = Shell(tmp_path / "new")
    done = there.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "The ledger is whole" in done.stdout
    assert "1 checked" in done.stdout

    def files(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (folder / "files").rglob("*") if path.is_file()}

    assert files(there.folder) == files(shell.folder) != {}
    secret = Path("secrets") / "secret_key"
    assert (there.folder / secret).read_bytes() == (shell.folder / secret).read_bytes()
    assert (there.folder / "secrets").stat().st_mode & 0o077 == 0
    # A second restore finds the first.
    assert "already" in there.refuses("restore", str(archive))


def test_the_archive_is_for_its_owner_only_and_never_written_over(kept: tuple[Shell, Path]) -> None:
    shell, archive = kept
    assert archive.stat().st_mode & 0o077 == 0
    before = archive.read_bytes()
    assert "exists already" in shell.refuses("backup", str(archive))
    assert archive.read_bytes() == before
    with tarfile.open(archive) as opened:
        assert {"manifest.json", "gongkai.sqlite3", "data/ledger.anchors"} <= set(opened.getnames())


def changed(archive: Path, to: Path, name: str, content: bytes | None) -> Path:
    """The archive with one member replaced or left out."""
    with tarfile.open(archive) as old, tarfile.open(to, "w:gz") as new:
        for member in old.getmembers():
            if member.name != name:
                new.addfile(member, old.extractfile(member) if member.isfile() else None)
        if content is not None:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return to


def test_a_damaged_archive_is_refused_and_leaves_the_folder_free(
    kept: tuple[Shell, Path], tmp_path: Path
) -> None:
    _, archive = kept
    whole = archive.read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "junk.tar.gz").write_bytes(b"junk" * 1000)
    middle = len(whole) // 2
    (tmp_path / "flipped.tar.gz").write_bytes(whole[:middle] + bytes(64) + whole[middle + 64 :])
    with tarfile.open(archive) as opened:
        member = opened.extractfile("manifest.json")
        assert member is not None
        manifest = json.load(member)
    outside = json.dumps({**manifest, "database": "../../../etc/passwd"}).encode()
    changed(archive, tmp_path / "other.tar.gz", "gongkai.sqlite3", b"another database")
    changed(archive, tmp_path / "none.tar.gz", "gongkai.sqlite3", None)
    changed(archive, tmp_path / "outside.tar.gz", "manifest.json", outside)
    there = Shell(tmp_path / "new")
    for name in ("cut", "junk", "flipped", "other", "none", "outside"):
        said = there.refuses("restore", str(tmp_path / f"{name}.tar.gz"))
        assert "not a whole backup" in said or "damaged" in said, name
        assert not (there.folder / "gongkai.sqlite3").exists()
        assert not (there.folder / "files").exists()


def test_an_archive_that_holds_other_files_than_the_ledger_says(
    kept: tuple[Shell, Path], tmp_path: Path
) -> None:
    _, archive = kept
    with tarfile.open(archive) as opened:
        (name,) = (
            member.name for member in opened.getmembers() if "/files/" in member.name and member.isfile()
        )
    forged = changed(archive, tmp_path / "forged.tar.gz", name, b"forged")
    done = Shell(tmp_path / "new").run("restore", str(forged))
    assert done.returncode == 1
    assert "was changed" in done.stdout


def test_a_used_folder_is_left_alone(kept: tuple[Shell, Path], tmp_path: Path) -> None:
    """Also one whose records lie in PostgreSQL, when its address was forgotten."""
    _, archive = kept
    there = Shell(tmp_path / "used")
    (there.folder / "files" / "ab").mkdir(parents=True)
    (there.folder / "files" / "ab" / "c").write_text("precious")
    assert "already" in there.refuses("restore", str(archive))
    assert (there.folder / "files" / "ab" / "c").read_text() == "precious"


def test_where_nothing_is_installed_every_command_says_so(kept: tuple[Shell, Path], tmp_path: Path) -> None:
    there = Shell(tmp_path / "empty")
    assert "no tables yet" in there.refuses("verify")
    done = there.run("clock", "publication.general", "--start", "2026-11-02", "--json")
    assert json.loads(done.stdout)["due"] == "2026-11-30"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "not the address of a database"),
        ("mysql://a/b", "not the address of a database"),
        ("postgres://u:p@h:port/x", "not the address of a database"),
        ("postgres://nobody@127.0.0.1:1/x", "cannot be used"),
    ],
)
def test_a_wrong_database_address_is_one_sentence(tmp_path: Path, url: str, said: str) -> None:
    assert said in Shell(tmp_path / "x", url).refuses("verify")


def test_a_data_folder_that_cannot_be_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for words in (("verify",), ("migrate",)):
        assert str(tmp_path / "file") in Shell(tmp_path / "file").refuses(*words)


def test_a_database_file_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "gongkai.sqlite3").write_bytes(b"nonsense" * 1000)
    for words in (("verify",), ("migrate",), ("clock", "publication.general", "--start", "2026-11-02")):
        Shell(tmp_path).refuses(*words)


def test_tampering_with_the_file_is_found(kept: tuple[Shell, Path], tmp_path: Path) -> None:
    shell, _ = kept
    there = Shell(tmp_path / "copy")
    shutil.copytree(shell.folder, there.folder)
    with sqlite3.connect(there.folder / "gongkai.sqlite3") as database:
        database.execute("DROP TRIGGER ledger_event_update")
        database.execute("UPDATE core_event SET post = '局长' WHERE seq = 4")
    done = there.run("verify")
    assert done.returncode == 1
    assert "event 4" in done.stdout


@pytest.fixture
def two_databases() -> Iterator[tuple[str, str]]:
    """Two empty PostgreSQL databases of our own."""
    if connection.vendor != "postgresql" or shutil.which("pg_dump") is None:
        pytest.skip("PostgreSQL and its client programs are needed")
    import psycopg

    given = connection.settings_dict
    who = ":".join(filter(None, (given["USER"], given["PASSWORD"])))
    place = f"{who}@{given['HOST']}:{given['PORT'] or 5432}"
    names = [f"gongkai_try_{os.getpid()}_{number}" for number in (1, 2)]
    with psycopg.connect(f"postgres://{place}/postgres", autocommit=True) as server:
        for name in names:
            server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"postgres://{place}/{names[0]}", f"postgres://{place}/{names[1]}"
        finally:
            for name in names:
                server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def test_on_postgresql_too(two_databases: tuple[str, str], kept: tuple[Shell, Path], tmp_path: Path) -> None:
    here, there = Shell(tmp_path / "here", two_databases[0]), Shell(tmp_path / "there", two_databases[1])
    # Nothing is there yet: the clock answers all the same, and what needs tables says so.
    assert here.run("clock", "publication.general", "--start", "2026-11-02").returncode == 0
    assert "no tables yet" in here.refuses("verify")
    assert here.run("migrate", "--verbosity", "0").returncode == 0
    here.script(FILL)
    archive = tmp_path / "backup.tar.gz"
    assert here.run("backup", str(archive)).returncode == 0
    assert "same kind of database" in there.refuses("restore", str(kept[1]))
    assert not (there.folder / "files").exists()
    done = there.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    assert "1 checked" in done.stdout
    assert "already" in there.refuses("restore", str(archive))
    assert "same kind of database" in Shell(tmp_path / "other").refuses("restore", str(archive))
