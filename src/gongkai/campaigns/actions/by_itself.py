"""What happens without anybody: who has not acknowledged a letter is reminded."""

from __future__ import annotations

from gongkai.campaigns.actions.letters import remind


def run() -> int:
    """One round; gives how many were reminded."""
    return remind()
