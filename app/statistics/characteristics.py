"""What children are and how things stood with them, in groups that are compared.

Ethnicity, birth and needs are sealed: they are read for some children at a time.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app import clock
from app.children.tables import ChildVersion
from app.database import col
from app.statistics.queries import among
from app.transaction import Transaction
from panel_protocol.protocol import Protocol
from panel_protocol.rules.ages import age_on
from panel_protocol.terms import Sex

NOT_KNOWN = "not_known"
# Of each characteristic its groups, the one the others are compared with first.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "ethnicity": ("white", "asian", "black", "mixed", "other"),
    "sex": (Sex.MALE, Sex.FEMALE, Sex.OTHER),
    "age": ("15_to_17", "10_to_14", "18_and_over"),
    "looked_after": ("not_looked_after", "looked_after"),
    "communication_need": ("none_recorded", "recorded"),
}
ALWAYS_KNOWN = ("age", "looked_after", "communication_need")


EVERY_GROUP = tuple(
    (of, group)
    for of, groups in GROUPS.items()
    for group in (*groups, *(() if of in ALWAYS_KNOWN else (NOT_KNOWN,)))
)

# What was said of a child, and when.
Described = tuple[datetime, dict[str, Any]]
_FIFTEEN, _EIGHTEEN = 15, 18


async def described(
    tx: Transaction, children: Collection[str], known: datetime
) -> Mapping[str, list[Described]]:
    """What was said of each child by then, oldest first."""
    versions = (
        select(col(ChildVersion.child_id), col(ChildVersion.recorded_at), col(ChildVersion.details))
        .where(
            col(ChildVersion.child_id).in_(among(tx, children)),
            col(ChildVersion.recorded_at) <= known,
        )
        .order_by(col(ChildVersion.version))
    )
    found: dict[str, list[Described]] = {}
    for child_id, recorded_at, details in (await tx.db.execute(versions)).all():
        found.setdefault(child_id, []).append((recorded_at, details))
    return found


def groups(tx: Transaction, said: Sequence[Described], received_at: datetime) -> dict[str, str]:
    """What a child is, as last described; how things stood, as described when referred."""
    last = said[-1][1]
    then = [details for recorded_at, details in said if recorded_at <= received_at]
    referred = then[-1] if then else said[0][1]
    born = date.fromisoformat(last["date_of_birth"])
    return {
        "ethnicity": ethnicity(tx.protocol, last),
        "sex": last["sex"],
        "age": band(age_on(born, clock.london(received_at))),
        "looked_after": "looked_after" if referred["looked_after"] else "not_looked_after",
        "communication_need": "recorded" if referred["communication_needs"] else "none_recorded",
    }


def ethnicity(protocol: Protocol, details: Mapping[str, Any]) -> str:
    letters = protocol.statistics.ethnic_groups.on(date.max).value
    return letters.get((details.get("ethnicity") or "")[:1], NOT_KNOWN)


def band(age: int) -> str:
    if age >= _EIGHTEEN:
        return "18_and_over"
    return "15_to_17" if age >= _FIFTEEN else "10_to_14"
