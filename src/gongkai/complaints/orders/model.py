"""What a work order says, and what is wrong with one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from gongkai.domain.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an order cannot be taken in: the row (1 is the first order), the field, the sentence."""

    row: int
    field: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Order:
    """A work order as the city sends it; places are WGS-84 by now."""

    number: str
    title: str
    text: str
    system: str = "12345"
    channel: str = "hotline_12345"
    kind: str = "complaint"
    category: str = ""
    name: str = ""
    telephone: str = ""
    address: str = ""
    place: str = ""
    district: str = ""
    lat: float | None = None
    lon: float | None = None
    urgent: bool = False
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Orders:
    """What was read: the orders that can be taken in, and the faults of the others."""

    orders: tuple[tuple[int, Order], ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    @property
    def rows(self) -> int:
        """How many orders the file holds, good or not."""
        return len(self.orders) + len({fault.row for fault in self.faults})
