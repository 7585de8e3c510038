"""Panels put straight into the database, with who came and what was put off."""

from collections.abc import Sequence
from datetime import date

from app.database import new_id
from app.panels.tables import AgendaItem, Panel, PanelAttendance
from app.transaction import Transaction
from panel_protocol.terms import AgendaRemoval
from tests.counting import at


async def a_panel(
    tx: Transaction,
    area: str,
    held_on: date,
    *,
    came: Sequence[str] | None,
    then: tuple[date, Sequence[str]] | None = None,
    convened: date | None = None,
) -> str:
    """A meeting and the agencies that came to it, as said at first and as corrected later."""
    panel_id = new_id()
    await tx.add(
        Panel,
        id=panel_id,
        version=3,
        area=area,
        held_on=held_on,
        venue="Town hall",
        convened_at=at(convened or held_on),
        convened_by="tests",
    )
    said = [(held_on, came or ()), *([then] if then else [])]
    for version, (day, agencies) in enumerate(said, start=2):
        for position, agency in enumerate(agencies):
            await tx.add(
                PanelAttendance,
                panel_id=panel_id,
                panel_version=version,
                position=position,
                agency=agency,
                name=f"Somebody from {agency}",
                recorded_at=at(day),
                recorded_by="tests",
                replaced_at=at(then[0]) if then and day != then[0] else None,
            )
    return panel_id


async def put_off(
    tx: Transaction, panel_id: str, case_id: str, why: AgendaRemoval, day: date
) -> None:
    await tx.add(
        AgendaItem,
        id=new_id(),
        panel_id=panel_id,
        case_id=case_id,
        listed_at=at(day),
        listed_by="tests",
        removed_at=at(day),
        removed_by="tests",
        removed_because=why,
    )
