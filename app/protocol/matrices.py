"""The force's own gravity matrices: kept when imported, read when the service starts."""

from typing import Any

from sqlalchemy import select

from app.database import Database, col
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.problems import Duplicate
from app.protocol.tables import GravityMatrix
from app.transaction import Transaction
from panel_protocol.authority import MatrixStatus
from panel_protocol.catalogue import Matrix


async def imported(database: Database) -> list[Matrix]:
    """In the order they were imported: of two that start on one day the later holds."""
    columns: list[Any] = [
        col(GravityMatrix.edition),
        col(GravityMatrix.starts),
        col(GravityMatrix.ends),
        col(GravityMatrix.sha256),
        col(GravityMatrix.scores),
    ]
    ordered = select(*columns).order_by(col(GravityMatrix.imported_at), col(GravityMatrix.sha256))
    async with database.reading() as connection:
        rows = (await connection.execute(ordered)).all()
    return [
        Matrix(
            edition=row.edition,
            starts=row.starts,
            ends=row.ends,
            status=MatrixStatus.FORCE,
            sha256=row.sha256,
            scores=dict(row.scores),
        )
        for row in rows
    ]


async def keep(tx: Transaction, matrix: Matrix) -> None:
    """Keep a matrix for every later start; the same file is taken in once."""
    same = select(col(GravityMatrix.sha256)).where(col(GravityMatrix.sha256) == matrix.sha256)
    if (await tx.db.execute(same)).first():
        raise Duplicate("This file has been imported already, for the days then given")
    await tx.add(
        GravityMatrix,
        sha256=matrix.sha256,
        edition=matrix.edition,
        starts=matrix.starts,
        ends=matrix.ends,
        scores=dict(matrix.scores),
        imported_at=tx.at,
        imported_by=tx.by.subject,
    )
    await journal.record(
        tx,
        category=JournalCategory.ADMIN,
        action="import_matrix",
        sha256=matrix.sha256,
        edition=matrix.edition,
    )
