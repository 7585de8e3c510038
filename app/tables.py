"""Every stage's tables, so that Alembic sees them all; a test keeps this whole."""

from sqlmodel import SQLModel

import app.assessments.tables as assessments
import app.cases.tables as cases
import app.children.tables as children
import app.conditions.tables as conditions
import app.disposals.tables as disposals
import app.journal.tables as journal
import app.panels.tables as panels
import app.principals.tables as principals
import app.protocol.tables as protocol
import app.retention.tables as retention
import app.retries.tables as retries
import app.rights.tables as rights
import app.sealed.tables as sealed
import app.statistics.tables as statistics
import app.transfers.tables as transfers

metadata = SQLModel.metadata

__all__ = [
    "assessments",
    "cases",
    "children",
    "conditions",
    "disposals",
    "journal",
    "metadata",
    "panels",
    "principals",
    "protocol",
    "retention",
    "retries",
    "rights",
    "sealed",
    "statistics",
    "transfers",
]
