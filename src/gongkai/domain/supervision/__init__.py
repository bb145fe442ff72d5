"""Supervision (监督): findings on their way, score sheets."""
