"""What an auditor may ask the journal for, and the keys it is checked with."""

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import Depends, Query, Request

from app import clock
from app.fields import CivilDate
from app.journal import seals
from app.journal.queries import Wanted
from app.journal.verifying import Keys

_ID = r"^[A-Za-z0-9_-]{22}$"


def _wanted(
    case_id: Annotated[str | None, Query(pattern=_ID, description="Only about this case.")] = None,
    child_id: Annotated[
        str | None, Query(pattern=_ID, description="Only where this child was shown or changed.")
    ] = None,
    actor: Annotated[
        str | None, Query(max_length=200, description="Only what this person did (`sub`).")
    ] = None,
    first: Annotated[
        CivilDate | None, Query(alias="from", description="Only from this day on.")
    ] = None,
    last: Annotated[
        CivilDate | None, Query(alias="to", description="Only up to and on this day.")
    ] = None,
) -> Wanted:
    return Wanted(case_id, child_id, actor, *between(first, last))


def between(first: date | None, last: date | None) -> tuple[datetime | None, datetime | None]:
    """From the start of one civil day to the end of the other, both within."""
    return (
        _midnight(first) if first else None,
        _midnight(last + timedelta(days=1)) if last else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.LONDON)


def _keys(request: Request) -> Keys:
    state = request.app.state
    return Keys(state.journal_key, frozenset({seals.public(state.sealing_key)}))


Asked = Annotated[Wanted, Depends(_wanted)]
CheckedWith = Annotated[Keys, Depends(_keys)]
