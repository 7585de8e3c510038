"""`oocd`: everything that is done from a shell."""

import sys

from app.cli.commands import main as main


def shell() -> None:
    """Run a command. What an operator can mend is said in a sentence, without a traceback."""
    from alembic.util.exc import CommandError
    from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

    from app import log, memory

    memory.look_seldom()
    log.start()
    try:
        main()
    except (OSError, ValueError, CommandError, SQLAlchemyError) as wrong:
        said = str(getattr(wrong, "orig", None) or wrong).strip().splitlines()
        if isinstance(wrong, DBAPIError) and not isinstance(wrong, OperationalError):
            # What a database refuses it quotes; its code names the trouble as well.
            said = [log.kind(wrong).get("sqlstate", "")]
        sys.stderr.write(f"{type(wrong).__name__}: {said[0] if said else 'no more is known'}\n")
        raise SystemExit(1) from None
