"""The keys that records are sealed with."""

import typer

from app.cli.options import AsJson, DatabaseUrl, DataDir, fail, settings, told
from app.settings import Settings

keys = typer.Typer(help="The keys that records are sealed with.")


@keys.command("rotate")
def rotate(data_dir: DataDir = None, database_url: DatabaseUrl = None) -> None:
    """Wrap every person's key under a new key; interrupted, it goes on where it stopped."""
    from app import secrets_kept
    from app.cli import offline

    chosen = settings(data_dir, database_url)
    if not offline.run(_left(chosen)):
        try:
            secrets_kept.add_record_key(chosen)
        except secrets_kept.KeptElsewhere as elsewhere:
            fail(str(elsewhere))
    with told.status("Wrapping keys again"):
        done = offline.run(_wrap_again(chosen))
    typer.echo(f"Keys wrapped again: {done}")


@keys.command("list")
def list_keys(
    as_json: AsJson = False, data_dir: DataDir = None, database_url: DatabaseUrl = None
) -> None:
    """The id of each key-encryption key and how many people's keys it wraps; never a key."""
    import json

    from app.cli import offline

    chosen = settings(data_dir, database_url)
    people = offline.run(_people(chosen))
    if as_json:
        typer.echo(json.dumps(people))
        return
    for key_id, number in people.items():
        typer.echo(f"{key_id} {number}")


async def _people(chosen: Settings) -> dict[str, int]:
    from app.cli import offline
    from app.operations import rotation

    async with offline.transaction(chosen, read_only=True) as tx:
        given = dict.fromkeys(tx.keyring.known, 0)
        return given | dict(await rotation.wrapped_by(tx))


async def _left(chosen: Settings) -> int:
    """How many are still wrapped by an older key than the current one."""
    from app.cli import offline
    from app.operations import rotation

    async with offline.transaction(chosen, read_only=True) as tx:
        found = await rotation.wrapped_by(tx)
        return found.total() - found[tx.keyring.current]


async def _wrap_again(chosen: Settings) -> int:
    from app.cli import offline
    from app.operations import rotation

    done = 0
    while True:
        async with offline.transaction(chosen) as tx:
            some = await rotation.wrap_some_again(tx)
        if not some:
            return done
        done += some
