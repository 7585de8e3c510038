"""DUR-5: what was acknowledged is on disk first, and production asks whether it is."""

from secrets import token_hex

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from app.database import Database
from app.main import ForgetfulDatabase, create_app
from app.settings import Settings


def production(database_url, tmp_path):
    return Settings(
        environment="production",
        data_dir=tmp_path,
        database_url=database_url,
        issuer="https://id.example",
        jwks_url="https://id.example/jwks",
        journal_key=SecretStr(token_hex(32)),
        cursor_key=SecretStr(token_hex(32)),
        sealing_key=SecretStr(token_hex(32)),
        index_key=SecretStr(token_hex(32)),
        record_key=SecretStr(token_hex(32)),
        allowed_hosts=("panels.example",),
        allow_illustrative_matrix=True,
    )


async def test_each_connection_to_the_embedded_database_writes_through_and_checks_keys(service):
    if not service.app.state.database.sqlite:
        return
    for engine in (service.app.state.database._writer, service.app.state.database._reader):
        async with engine.connect() as connection:
            said = [
                (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
                for name in ("synchronous", "journal_mode", "foreign_keys", "secure_delete")
            ]
        assert said == [2, "wal", 1, 1]


async def test_a_database_that_could_forget_is_not_served_from_in_production(
    database_url, tmp_path
):
    """The tests' PostgreSQL is one: it does not wait for its disk."""
    settings = production(database_url, tmp_path)
    database = Database(settings)
    careless = await database.forgets()
    await database.close()
    app = create_app(settings)

    assert not (database.sqlite and careless)
    if not careless:
        async with app.router.lifespan_context(app):
            pass
        return
    with pytest.raises(ForgetfulDatabase, match="fsync"):
        async with app.router.lifespan_context(app):
            pass
