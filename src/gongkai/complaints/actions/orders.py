"""Taking work orders in: each is a deed of its own and is known by its number, so a broken-off run simply goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from gongkai.complaints import access
from gongkai.complaints.actions.intake import Report, submit
from gongkai.complaints.identity import Contact
from gongkai.complaints.orders import Fault, Order
from gongkai.core import places
from gongkai.core.refusals import Refusal
from gongkai.core.secret_codes import mark_of
from gongkai.people.actor import StaffActor


@dataclass(slots=True)
class Taken:
    """What became of the orders: new matters, those known before, and those refused."""

    new: list[tuple[str, str]] = field(default_factory=list)
    known: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def take_orders(
    *,
    agency_id: int,
    actor: StaffActor | None,
    orders: Iterable[tuple[int, Order]],
    progress: Callable[[int], None] | None = None,
) -> Taken:
    """Takes the orders in, in their order. ``actor`` ``None``: a program with a key, or the shell.

    An order that cannot be taken in is a fault of its row and keeps none of the others waiting.
    """
    if actor is not None:
        access.may_register(actor, agency_id).require()
    taken = Taken()
    for done, (row, order) in enumerate(orders, start=1):
        try:
            found = submit(
                agency_id=agency_id, actor=None, report=_report(order), token=_token(agency_id, order)
            )
        except Refusal as refusal:
            taken.faults.append(Fault(row, getattr(refusal, "field", ""), refusal.reason))
        else:
            (taken.known if found.again else taken.new).append((order.number, found.matter.number))
        if progress is not None:
            progress(done)
    return taken


def _token(agency_id: int, order: Order) -> str:
    """The order's own token: the same order makes the same matter, and its code cannot be guessed from its number."""
    return mark_of("work order", f"{agency_id} {order.system} {order.number}")


def _report(order: Order) -> Report:
    district = order.district
    if district and places.area(district) is None:
        known = next(
            (each for each in places.areas("district") if district in (each.name, each.name_en)), None
        )
        district = known.code if known else ""
    return Report(
        title=order.title,
        text=order.text,
        contact=Contact(name=order.name, telephone=order.telephone, address=order.address),
        kind=order.kind,
        channel=order.channel,
        category=order.category,
        lat=order.lat,
        lon=order.lon,
        district=district,
        address=order.place,
        urgent=order.urgent,
        outside_system=order.system,
        outside_number=order.number,
        received_at=order.received_at,
    )
