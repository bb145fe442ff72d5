"""Does every name lead to a file any system takes, and does a package's layout say what it holds?"""

from __future__ import annotations

import csv
import hashlib
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.domain.archive import bag, names

WINDOWS = set('<>:"/\\|?*')
ANY = st.text(st.characters(codec=None), max_size=400)


@given(ANY)
def test_a_safe_name_is_one_every_system_takes(name: str) -> None:
    made = names.safe(name)
    assert made
    assert made not in (".", "..")
    assert not set(made) & WINDOWS
    assert "%" not in made
    assert not any(ord(sign) < 32 or sign == "\x7f" for sign in made)
    assert made == made.strip(" .")
    assert len(made.encode("utf-8")) <= names.LONGEST


@given(ANY)
def test_making_a_name_safe_twice_changes_nothing_more(name: str) -> None:
    assert names.safe(names.safe(name)) == names.safe(name)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("答复书.pdf", "答复书.pdf"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\x00b.txt", "ab.txt"),
        ("..", "file"),
        ("", "file"),
        (".hidden", "hidden"),
        ("照片🌧️.jpg", "照片🌧️.jpg"),
        ("C:\\x|y?.doc", "C__x_y_.doc"),
        ("100%.txt", "100_.txt"),
        ("gpj.‮exe", "gpj.exe"),
        ("两行\n名字.txt", "两行 名字.txt"),
        ("末尾 . ", "末尾"),
        ("名" * 300 + ".pdf", "名" * 48 + ".pdf"),
    ],
)
def test_what_becomes_of_a_name(name: str, made: str) -> None:
    assert names.safe(name) == made


@given(st.integers(1, 999), ANY)
def test_a_numbered_name_is_no_device_of_windows(place: int, name: str) -> None:
    made = names.numbered(place, name)
    assert made.partition(".")[0].upper() not in {"CON", "NUL", "AUX", "PRN", "COM1", "LPT1"}
    assert made.startswith(f"{place:03d}-")


PATHS = st.lists(
    st.builds(bag.Entry, ANY.map(names.safe).map("data/{}".format), st.just("0" * 64), st.integers(0, 2**40)),
    unique_by=lambda each: each.path,
    max_size=8,
)


@given(PATHS)
def test_a_manifest_has_a_line_a_file_whatever_their_order(entries: list[bag.Entry]) -> None:
    told = bag.manifest(entries)
    assert told == bag.manifest(reversed(entries))
    lines = told.split("\n")[:-1]
    assert sorted(line[66:] for line in lines) == sorted(each.path for each in entries)
    assert bag.oxum(entries) == f"{sum(each.size for each in entries)}.{len(entries)}"


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r")),
            min_size=2,
            max_size=2,
        )
    )
)
def test_a_table_is_read_again_as_it_was_written(rows: list[list[str]]) -> None:
    told = bag.table(["一", "二"], rows)
    assert told.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(told[1:], newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]


def test_a_value_cannot_add_a_line_to_the_info() -> None:
    assert (
        bag.info([("A", "x\r\nBagging-Date: 1999-01-01"), ("B", "  ")]) == "A: x Bagging-Date: 1999-01-01\n"
    )


def _events(*words: str) -> tuple[str, str]:
    lines = [
        json.dumps(
            {"digest_name": "sha256", "reason": word},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        for word in words
    ]
    digests = [f"{hashlib.sha256(line.encode()).hexdigest()}  {place}" for place, line in enumerate(lines)]
    return "".join(f"{line}\n" for line in lines), "".join(f"{line}\n" for line in digests)


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), max_size=5))
def test_an_extract_agrees_with_its_digests_whatever_signs_are_in_it(words: list[str]) -> None:
    assert bag.ledger_faults(*_events(*words)) == []


def test_an_event_that_was_changed_left_out_or_put_in_is_found() -> None:
    extract, digests = _events("一", "二", "三")
    assert bag.ledger_faults(extract.replace("二", "贰"), digests) == [2]
    first = extract.split("\n", 1)[0] + "\n"
    assert bag.ledger_faults(first, digests) == [2, 3]
    assert bag.ledger_faults(extract + first, digests) == [4]
    assert bag.ledger_faults("no json\n", digests.split("\n", 1)[0]) == [1]
