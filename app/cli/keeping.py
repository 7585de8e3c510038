"""What an operator does to the records as a whole: their retention, their backup, their return."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.options import AsJson, DatabaseUrl, DataDir, fail, settings, told
from app.settings import Settings

if TYPE_CHECKING:
    from app.retention.run import Step

retention = typer.Typer(help="How long records are kept.")

_SAID = {
    "finish_erasure": "destroy again: erased before, and still there",
    "flag": "due: a person must decide",
    "dispose": "destroy: decided, and the days of grace have passed",
    "held": "HELD",
    "wait": "waits for a person, or for its days of grace",
}


@retention.command("run")
def run(
    dry_run: Annotated[bool, typer.Option(help="Say what would be done, and do nothing.")] = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Apply the retention schedule: flag what is due, destroy what a person decided should go."""
    from app.cli import offline
    from app.retention.residue import fold_in
    from app.retries.actions import KEPT_FOR

    chosen = settings(data_dir, database_url)
    with told.status("Looking at every record"):
        done, old = offline.run(_carry_out(chosen, dry_run=dry_run))
    if not dry_run:
        fold_in(chosen.database)
    for step, as_planned in done:
        said = step.said() if as_planned else {**step.said(), "what": "changed_meanwhile"}
        typer.echo(json.dumps(said) if as_json else _line(said))
    if not as_json:
        typer.echo(f"{len(done)} records looked at more closely")
    told.print(f"{old} replies kept for more than {KEPT_FOR.days} days are let go")


async def _carry_out(chosen: Settings, *, dry_run: bool) -> "tuple[list[tuple[Step, bool]], int]":
    """Each step and whether it was still to be done; and how many kept replies are too old."""
    from app.cli import offline
    from app.gateways.erasure_journal import ErasureJournal
    from app.retention.run import carry_out, steps
    from app.retries import actions as replies

    erasures = ErasureJournal(chosen.erasures)
    async with offline.transactions(chosen) as opened:
        async with opened(read_only=True) as tx:
            planned = [step async for step in steps(tx, erasures)]
            old = await replies.outdated(tx)
        if dry_run:
            return [(step, True) for step in planned], old
        done = [(step, await carry_out(opened, erasures, step)) for step in planned]
        async with opened() as tx:
            await replies.forget(tx)
        return done, old


def _line(said: dict[str, Any]) -> str:
    because = f" ({', '.join(said['because'])})" if said["because"] else ""
    on = f" {said['on']}" if said["on"] else ""
    whom = ""
    if "awaiting_decision" in said["because"]:
        whom = ": nobody has set the period; ask the force's records manager"
    return f"{said['child_id']}{on} {_SAID.get(said['what'], said['what'])}{whom}{because}"


def backup(
    file: Annotated[Path, typer.Argument(help="Where to write it; must not be there yet.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Copy the whole database, while it is in use; without its keys the copy cannot be read.

    The keys, the erasure journal and the file of the journal's seals are not in it: keep copies of
    each, elsewhere than the backups.
    """
    from app.backups import actions as backups

    chosen = settings(data_dir, database_url)
    with told.status("Copying"):
        try:
            size = backups.backup(chosen.database, file)
        except backups.CannotCopy as refused:
            fail(str(refused))
    typer.echo(f"{file}: {size} bytes")


def restore(
    file: Annotated[Path, typer.Argument(help="A backup of this service.", exists=True)],
    replace: Annotated[bool, typer.Option(help="Put it in the place of what is there.")] = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
) -> None:
    """Bring a backup back: checked, brought to this release, and what was erased erased again.

    It is of use only with the very keys it was made under, and is refused where there are none.
    """
    from app import secrets_kept
    from app.backups import actions as backups
    from app.cli import offline, serving

    chosen = settings(data_dir, database_url)
    if lacking := [*secrets_kept.lacking(chosen), *secrets_kept.lacking_for_records(chosen)]:
        fail(f"The keys it was made under must be here first: {', '.join(lacking)}")
    chosen.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with told.status("Checking, and putting in place"):
        try:
            backups.restore(chosen.database, file, replace=replace)
        except backups.CannotCopy as refused:
            fail(str(refused))
        serving.upgrade(chosen)
    again = offline.run(replay(chosen))
    told.print(f"The database is at {serving.revision(chosen)}")
    typer.echo(f"Restored; {again} erased records erased again")
    _check_journal(chosen)


def _check_journal(chosen: Settings) -> None:
    """As it was when the backup was made. The file of the seals goes on from what was replaced: it
    is not asked here, for it would say what is known, that an earlier state was put back."""
    from app.cli import checking

    try:
        checked = asyncio.run(
            checking.check(chosen, chain=None, anchors=None, completeness=False, earlier=())
        )
    except checking.CannotCheck as why:
        fail(f"The journal of the backup cannot be checked: {why}")
    typer.echo(f"Its journal: {checked.in_words()}")
    if not checked.intact:
        raise typer.Exit(1)


async def replay(chosen: Settings) -> int:
    """What was erased since a backup was made is erased again; how many records that were."""
    from app.cli import offline
    from app.gateways.erasure_journal import ErasureJournal
    from app.retention.resurrection import pending
    from app.retention.run import finish

    erasures = ErasureJournal(chosen.erasures)
    async with offline.transaction(chosen) as tx:
        found = [each async for each in pending(tx.db, erasures)]
        for child_id in found:
            await finish(tx, child_id)
    return len(found)
