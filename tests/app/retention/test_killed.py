"""RET-3: a run that is killed anywhere leaves whole records, and the next run finishes it."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

from app import clock
from app.cli import offline
from app.retention import actions
from panel_protocol.record_terms import RetentionStep
from tests.app.rights.people import withdrawn
from tests.pathway import on
from tests.records import counts
from tests.schedules import a_schedule
from tests.service import running

KILLED = -signal.SIGKILL
DAY = datetime(2060, 1, 1, 12, tzinfo=UTC)

# One process that runs the purge in a child of its own for each place at which it is killed.
PROGRAM = """
import asyncio, os, signal, sys
from datetime import datetime
import app.tables
from app import clock
from app.cli import offline
from app.gateways.erasure_journal import ErasureJournal
from app.retention import erasing, run
from app.settings import Settings

chosen = Settings()
erasures = ErasureJournal(chosen.erasures)
day = datetime.fromisoformat(sys.argv[1])

def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

async def killed(*_, **__):
    kill()

async def purge():
    async with offline.transactions(chosen) as opened:
        async with opened(read_only=True) as tx:
            planned = [step async for step in run.steps(tx, erasures)]
        for step in planned:
            await run.carry_out(opened, erasures, step)

def fault(place):
    if place == "before the file":
        ErasureJournal.note = killed
    elif place == "before the rows":
        erasing.destroy = killed
    elif place == "between the rows":
        erasing._destroy_keys = killed
    elif place == "before the commit":
        erasing.journal.record = killed

for place in sys.argv[2:]:
    child = os.fork()
    if child == 0:
        fault(place)
        with clock.standing_at(day):
            asyncio.run(purge())
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
PLACES = ["before the file", "before the rows", "between the rows", "before the commit", "nowhere"]


async def test_a_purge_killed_at_every_step_ends_as_if_it_had_not_been(database_url, tmp_path):
    laid = a_schedule(tmp_path)
    async with running(database_url, tmp_path / "data", protocol_dir=laid) as service:
        cases = [await withdrawn(service) for _ in range(2)]
        with on(DAY.date()):
            for case in cases:
                await _decided(service, case)
        environment = {
            "OOCD_DATA_DIR": str(tmp_path / "data"),
            "OOCD_DATABASE_URL": database_url,
            "OOCD_PROTOCOL_DIR": str(laid),
        }
        later = DAY.replace(month=3)
        command = [sys.executable, "-c", PROGRAM, later.isoformat(), *PLACES]
        ran = await asyncio.to_thread(
            subprocess.run,
            command,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert ran.stdout.split() == [*[str(KILLED)] * 4, "0"], ran.stderr
        left = await counts(service)
        for name in ("child", "panel_case", "victim", "case_change", "retention_decision"):
            assert left[name] == 0, name
        assert left["disposal_certificate"] == 2
        assert (await service.stranger().get("/readyz")).status_code == 200


async def _decided(service, case):
    """As if it had been flagged and the days of grace had begun."""
    async with offline.transactions(service.settings) as opened, opened() as tx:
        await actions.keep_step(
            tx, case.child_id, RetentionStep.DISPOSE, dispose_on=clock.london(DAY)
        )
