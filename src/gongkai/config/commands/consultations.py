"""Decisions in the open from the shell: the counts of questionnaires."""

from __future__ import annotations

import argparse

from gongkai.config.commands.base import setup


def recount(parser: argparse.ArgumentParser, words: list[str]) -> int:
    """``gongkai collections recount``: the prepared counts of questionnaires from the sheets."""
    parser.parse_args(words)
    setup()
    from gongkai.consultations.actions import counting

    done = counting.recount()
    print(f"{done.sheets:,} questionnaires counted; the counts of {done.mended:,} collections were mended.")
    return 0
