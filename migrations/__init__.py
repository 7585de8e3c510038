"""The only way a schema comes to be: for `oocd migrate`, Alembic's own command and the tests."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

_HERE = Path(__file__).parent


def configuration(database_url: str) -> Config:
    """Alembic's configuration for one database, wherever this package is installed."""
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    # Beside the options rather than among them: those interpolate %, which passwords may hold.
    config.attributes["database_url"] = database_url
    return config


def upgrade(database_url: str, to: str = "head") -> None:
    """Bring the database to a revision, whole or not at all; two at once wait for each other."""
    command.upgrade(configuration(database_url), to)


def downgrade(database_url: str, to: str = "base") -> None:
    command.downgrade(configuration(database_url), to)


def head() -> str:
    """The revision this release expects, for readiness to compare with `alembic_version`."""
    revision = ScriptDirectory(str(_HERE)).get_current_head()
    if revision is None:
        raise LookupError("no migration is packaged")
    return revision
