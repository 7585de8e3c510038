"""Loading the caseload into a running service, once."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from itertools import chain
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app import clock, log
from app.access.issuer import DevelopmentIssuer
from app.demo import closing, history, people, taste
from app.demo.booking import Booked
from app.demo.calendar import Calendar
from app.demo.closing import Summary
from app.demo.diary import Diary
from app.demo.releasing import release
from app.demo.staff import Staff
from app.main import create_app
from app.settings import Settings
from panel_protocol.protocol import Protocol

# Whatever the environment says of credentials and limits: the loading is its own only client.
_OPEN_TO_US = {
    "rate_limit": "1000000/second",
    "allowed_hosts": ("*",),
    "issuer": None,
    "jwks_url": None,
}

# Which stories are told in a run, in parts that are each loaded once: of the calendar, the
# protocol and the last day.
Choice = Callable[[Calendar, Protocol, date], Sequence[Sequence[Booked]]]


class HalfLoaded(RuntimeError):
    """An earlier loading stopped on the way, and cannot be taken up again."""


def chosen(seed: int, *, full: bool) -> Choice:
    """The taste, and if asked for the five years before it."""

    def choose(calendar: Calendar, protocol: Protocol, last: date) -> list[list[Booked]]:
        recent = taste.booked(seed, calendar, list(protocol.areas), last)
        return [history.booked(seed, calendar, protocol), recent] if full else [recent]

    return choose


async def bring(settings: Settings, choose: Choice, says: Console) -> tuple[Summary, Staff]:
    """Load whatever of the choice is not there yet; what the service then counts."""
    last = clock.today() - timedelta(days=1)
    async with opened(settings) as (service, staff):
        protocol: Protocol = service.protocol
        calendar = Calendar(protocol)
        new = [
            booked
            for booked in choose(calendar, protocol, last)
            if not await _known(staff, Diary(booked, calendar))
        ]
        if new:
            await _tell(Diary([*chain.from_iterable(new)], calendar), staff, protocol, says)
            with says.status("Counting for partners, and hiding what must be hidden"):
                await release(service, as_at=last)
        else:
            says.print("This caseload is already loaded; nothing was added.")
        return await closing.counted(staff, protocol), staff


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Any, Staff]]:
    """The service's state, in this process, and people who may ask as much as they like."""
    issuer = DevelopmentIssuer(
        settings.data_dir, production=settings.production, audience=settings.audience
    )
    service = create_app(settings.model_copy(update=_OPEN_TO_US))
    # What is seen meanwhile is how far the stories are, not a line for each request.
    with log.of_trouble_alone():
        async with service.router.lifespan_context(service):
            staff = Staff(service, issuer, service.state.protocol)
            try:
                yield service.state, staff
            finally:
                await staff.close()


async def _tell(diary: Diary, staff: Staff, protocol: Protocol, says: Console) -> None:
    bar = Progress(
        TextColumn("Telling {task.fields[cases]} children's stories"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=says,
    )
    with bar:
        task = bar.add_task("", total=len(diary.entries), cases=diary.children)
        await diary.tell(staff, protocol, done=lambda: bar.advance(task))


async def _known(staff: Staff, diary: Diary) -> bool:
    """Whether the last child of these stories is on record, and so all the others."""
    first, last = [await _on_record(staff, key) for key in diary.first_and_last]
    if first and not last:
        raise HalfLoaded(
            "An earlier loading of this caseload was interrupted. Load it into an empty database, "
            "or another one with --seed."
        )
    return first


async def _on_record(staff: Staff, key: str) -> bool:
    wanted = {"police_person_id": people.police_person_id(key)}
    found = await staff.everywhere.asks("POST", "/v1/children/search", wanted)
    return bool(found["items"])
