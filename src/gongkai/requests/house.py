"""The house's own numbers about requests (``law/requests.toml``, table ``house``): configuration, not law."""

from __future__ import annotations

from gongkai.domain.law import load


def number(key: str) -> int:
    """One of them, in the unit its comment names."""
    return int(load("requests")["house"][key])
