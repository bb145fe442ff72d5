"""Personal data as lists may show them: enough to tell two apart, too little to know who it is."""

from __future__ import annotations


def masked_name(name: str) -> str:
    """张三丰 → 张**; 示例环卫公司 → 示例****; a single letter is all hidden."""
    if not name:
        return ""
    kept = 1 if len(name) <= 4 else 2
    return name[:kept] + "*" * max(len(name) - kept, 1) if len(name) > 1 else "*"


def masked_number(number: str) -> str:
    """All but the last two signs hidden."""
    return "*" * max(len(number) - 2, 2) + number[-2:] if len(number) > 4 else "*" * len(number)
