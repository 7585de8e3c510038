"""Every stage's tables, so that Alembic sees them all; a test keeps this whole."""

from sqlmodel import SQLModel

import app.cases.tables as cases
import app.children.tables as children
import app.journal.tables as journal
import app.protocol.tables as protocol
import app.retries.tables as retries

metadata = SQLModel.metadata

__all__ = ["cases", "children", "journal", "metadata", "protocol", "retries"]
