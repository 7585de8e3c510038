"""The kinds of field that requests are made of: strict, bounded, and plain about what is wrong."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt
from pydantic_core import PydanticCustomError

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EARLIEST = date(1900, 1, 1)
# Far beyond any deadline, and far enough from the end of the calendar to add years to.
_LATEST = date(2199, 12, 31)


class Body(BaseModel):
    """What a client sends: an unknown field is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)


def shown(example: Any) -> ConfigDict:
    """A worked example for the API's documentation, added to a body's configuration."""
    return ConfigDict(json_schema_extra={"examples": [example]})


def shared(schema: type[BaseModel], row: Any) -> dict[str, Any]:
    """What a row holds of a reply's fields; the reply's maker adds the rest."""
    return {name: getattr(row, name) for name in schema.model_fields if hasattr(row, name)}


class Reply(BaseModel):
    """What a client reads."""

    model_config = ConfigDict(from_attributes=True)


def _civil_date(value: Any) -> Any:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise PydanticCustomError("date_form", "A date is written YYYY-MM-DD")
    return value


def _sensible(value: date) -> date:
    if value < _EARLIEST:
        raise PydanticCustomError("date_too_early", "A date before 1900 is not acceptable")
    if value > _LATEST:
        raise PydanticCustomError("date_too_late", "A date after 2199 is not acceptable")
    return value


def _composed(value: Any) -> Any:
    """Before the length is looked at: a few letters become longer when they are composed."""
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def _one_line(value: str) -> str:
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in value):
        raise PydanticCustomError("more_than_one_line", "One line of text is wanted here")
    return _not_blank(value)


def _not_blank(value: str) -> str:
    # Spaces, joiners, marks and tags alone leave nothing to see.
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in value):
        raise PydanticCustomError("blank", "Say something, or leave the field out")
    return value


def _plain_truth(value: Any) -> Any:
    truths = {"true": True, "false": False}
    if isinstance(value, str) and value not in truths:
        raise PydanticCustomError("true_or_false", "true or false is wanted here")
    return truths.get(value, value) if isinstance(value, str) else value


# In an address, where everything is text, and "1", "on" and "yes" could mean several things.
TrueOrFalse = Annotated[bool, BeforeValidator(_plain_truth)]
CivilDate = Annotated[date, BeforeValidator(_civil_date), AfterValidator(_sensible)]
_LINE = (BeforeValidator(_composed), AfterValidator(_one_line))
_PROSE = (BeforeValidator(_composed), AfterValidator(_not_blank))
Reference = Annotated[str, Field(strict=True, max_length=40), *_LINE]
Name = Annotated[str, Field(strict=True, max_length=100), *_LINE]
Line = Annotated[str, Field(strict=True, max_length=200), *_LINE]
Narrative = Annotated[str, Field(strict=True, max_length=4000), *_PROSE]
Code = Annotated[str, Field(strict=True, max_length=40, pattern=r"^[A-Za-z0-9_./-]+$")]
# Any well-formed CJS code: one outside the catalogue is for a person to look at, not an error.
OffenceCode = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2,4}[0-9]{3,5}[A-Z]?$")]
AreaCode = Annotated[str, Field(strict=True, pattern=r"^(E[0-9]{8}|W[0-9]{8}|OTHER)$")]
Hours = Annotated[StrictInt, Field(ge=0, le=1000)]
Yes = Annotated[bool, Field(strict=True)]
