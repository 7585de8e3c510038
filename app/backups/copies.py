"""What both kinds of database have in common when they are copied."""

from collections.abc import Collection

from alembic.script import ScriptDirectory

import migrations


class CannotCopy(RuntimeError):
    """Why a backup was not made, or not put in place; nothing was changed."""


def check_revision(found: Collection[str]) -> None:
    """A backup of a newer release, or of something else altogether, is not ours to open."""
    folder = str(migrations.__path__[0])
    known = {each.revision for each in ScriptDirectory(folder).walk_revisions()}
    if len(found) != 1 or not set(found) <= known:
        raise CannotCopy("This is no backup of this service, or of a newer release than this one")
