"""The force's own gravity matrices: kept when imported, read when the service starts."""

from typing import Any

from sqlalchemy import select

from app.database import Database, col
from app.journal import actions as journal
from app.journal.tables import JournalCategory
from app.protocol.tables import GravityMatrix
from app.transaction import Transaction
from panel_protocol.catalogue import Matrix
from panel_protocol.terms import MatrixStatus


async def imported(database: Database) -> list[Matrix]:
    columns: list[Any] = [
        col(GravityMatrix.edition),
        col(GravityMatrix.starts),
        col(GravityMatrix.ends),
        col(GravityMatrix.sha256),
        col(GravityMatrix.scores),
    ]
    async with database.reading() as connection:
        rows = (await connection.execute(select(*columns))).all()
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
    """Keep a matrix for every later start; the same file twice is one matrix."""
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
