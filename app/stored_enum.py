"""Enums stored as their readable value, with a check the database enforces."""

import re
from enum import StrEnum

from sqlalchemy import Enum


def StoredEnum(kind: type[StrEnum]) -> Enum:  # noqa: N802 - reads as a column type
    """A text column that holds one of `kind`'s values; Alembic names the check after the enum."""
    return Enum(
        kind,
        name=re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(),
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )
