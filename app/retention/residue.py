"""What SQLite leaves of a destroyed record outside its tables."""

import sqlite3
from contextlib import closing

from sqlalchemy import make_url


def fold_in(database_url: str) -> None:
    """Fold the write-ahead log into the database: until then it holds pages as they were.

    Whoever reads at the time is not disturbed; then it is folded in later, when the last
    connection closes at the latest. On PostgreSQL this is autovacuum's work.
    """
    address = make_url(database_url)
    if address.get_backend_name() == "sqlite" and address.database:
        with closing(sqlite3.connect(address.database, timeout=5)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
