"""The kinds of field that requests are made of: strict, bounded, and plain about what is wrong."""

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt
from pydantic_core import PydanticCustomError

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_EARLIEST = date(1900, 1, 1)


class Body(BaseModel):
    """What a client sends: an unknown field is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)


def shown(example: Any) -> ConfigDict:
    """A worked example for the API's documentation, added to a body's configuration."""
    return ConfigDict(json_schema_extra={"examples": [example]})


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
    return value


def _one_line(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "Say something, or leave the field out")
    if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in value):
        raise PydanticCustomError("more_than_one_line", "One line of text is wanted here")
    return unicodedata.normalize("NFC", value)


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "Say something, or leave the field out")
    return unicodedata.normalize("NFC", value)


CivilDate = Annotated[date, BeforeValidator(_civil_date), AfterValidator(_sensible)]
Name = Annotated[str, Field(strict=True, max_length=100), AfterValidator(_one_line)]
Line = Annotated[str, Field(strict=True, max_length=200), AfterValidator(_one_line)]
Narrative = Annotated[str, Field(strict=True, max_length=4000), AfterValidator(_not_blank)]
Code = Annotated[str, Field(strict=True, max_length=40, pattern=r"^[A-Za-z0-9_./-]+$")]
# Any well-formed CJS code: one outside the catalogue is for a person to look at, not an error.
OffenceCode = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2,4}\d{3,5}[A-Z]?$")]
AreaCode = Annotated[str, Field(strict=True, pattern=r"^(E\d{8}|W\d{8}|OTHER)$")]
Hours = Annotated[StrictInt, Field(ge=0, le=1000)]
Yes = Annotated[bool, Field(strict=True)]
