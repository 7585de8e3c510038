"""The keys of the people whose records are sealed, each wrapped by a key kept elsewhere."""

from sqlmodel import Field, SQLModel

from app.database import ID_LENGTH as ID_LENGTH


class PersonKey(SQLModel, table=True):
    """A child's key or a victim's. Without this row nothing sealed for them can be read again."""

    __tablename__ = "person_key"

    person_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    # "<id of the key-encryption key>.<the key, wrapped by it>"
    wrapped: str = Field(max_length=120)
