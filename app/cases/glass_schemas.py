"""Opening one case of another area in an emergency, and who was told of it."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StrictInt
from pydantic_core import PydanticCustomError

from app.fields import Body, Code, Narrative, Reference, Reply, shown

_LEAST = 20


def _says_why(value: str) -> str:
    if len(" ".join(value.split())) < _LEAST:
        raise PydanticCustomError("too_short", "Say why in at least 20 characters")
    return value


class GlassBroken(Body):
    """Which case, why, and for how long. Exactly one of the two that name it."""

    model_config = shown(
        {
            "case_reference": "NT-26-7K3QF",
            "reason": "In custody here tonight; the home service does not answer.",
            "hours": 4,
        }
    )

    case_reference: Reference | None = Field(
        default=None, description="The case's reference, exactly."
    )
    police_person_id: Code | None = Field(
        default=None, description="Or the police's identifier of the child, exactly: newest case."
    )
    reason: Annotated[Narrative, AfterValidator(_says_why)] = Field(
        description="Why it cannot wait, in 20 characters or more. Whoever answers for the area "
        "that is opened reads it."
    )
    hours: Annotated[StrictInt, Field(ge=1, le=8)] = Field(
        description="For how many hours it is to stay open: 8 at most."
    )


class GlassOpened(Reply):
    id: str = Field(description="Opaque id; every read under it is journalled with it.")
    case_id: str = Field(description="The case that may now be read.")
    child_id: str = Field(description="Its child, who may be read too.")
    opened_at: datetime = Field(description="Since when.")
    expires_at: datetime = Field(description="Until when.")


class GlassRead(GlassOpened):
    """What the case's own area and its auditor are told."""

    reference: str = Field(description="The case's reference.")
    area: str = Field(description="The area whose case it was.")
    reason: str = Field(description="Why.")
    opened_by: str = Field(description="By whom.")
    agency: str | None = Field(description="For which agency.")
    from_areas: list[str] = Field(description="The areas they work for.")


class GlassPage(Reply):
    items: list[GlassRead] = Field(description="Newest first.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")
