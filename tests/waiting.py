"""Waiting for something to become true in a page whose content security policy forbids the evaluation of strings.

``Page.wait_for_function`` asks again from within the page, which such a policy refuses; it passes only where the
answer is yes at once. Here every question is asked from outside.
"""

from __future__ import annotations

import time

from playwright.sync_api import Error, Page

#: Seconds between two questions, and until the patience ends.
PAUSE = 0.05
PATIENCE = 30.0


def until(page: Page, expression: str) -> None:
    """Asks the page until the expression is true.

    Raises:
        AssertionError: It did not become true in time.
    """
    end = time.monotonic() + PATIENCE
    while not _true(page, expression):
        assert time.monotonic() < end, f"never true: {expression}"
        page.wait_for_timeout(PAUSE * 1000)


def _true(page: Page, expression: str) -> bool:
    try:
        return bool(page.evaluate(expression))
    except Error as error:
        if "context was destroyed" in str(error):  # another page is on its way: it is asked in its turn
            return False
        raise
