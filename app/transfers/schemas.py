"""Handing a case to another service: what is offered, and what is answered."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from app.cases.schemas import CaseStanding
from app.fields import AreaCode, Body, CivilDate, Line, Narrative, Reply, shown
from panel_protocol.terms import TransferReason, TransferStatus


class TransferAnswer(StrEnum):
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class TransferAsked(Body):
    """Which service is to keep the case, and who there takes it over."""

    model_config = shown(
        {
            "to_area": "E08000037",
            "receiving_manager": "yot.manager@gateshead",
            "reason": "child_moved",
            "narrative": "The family moved; both managers spoke on the telephone.",
            "child_moved_on": "2026-09-07",
        }
    )

    to_area: AreaCode = Field(
        description="Another of the six areas; or OTHER, for a service outside the partnership."
    )
    receiving_service: Line | None = Field(
        default=None, description="The service outside the partnership; needed with OTHER alone."
    )
    receiving_manager: Line = Field(
        description="Who takes the case over: a subject (`sub`) in the receiving area, or a name."
    )
    reason: TransferReason = Field(
        description="Why another service is to keep it. Where the offence was is never a reason."
    )
    narrative: Narrative = Field(description="In words. The receiving service reads them.")
    child_moved_on: CivilDate | None = Field(
        default=None, description="The day the child moved; needed with child_moved."
    )


class TransferAnswered(Body):
    """What the receiving service says; the sending one may withdraw its offer."""

    model_config = shown({"decision": "accepted", "comment": "First visit on Thursday."})

    decision: TransferAnswer = Field(description="What becomes of the offer.")
    comment: Narrative | None = Field(default=None, description="Needed to decline.")


class TransferRead(Reply):
    id: str = Field(description="Opaque id.")
    version: int = Field(description="Send it in If-Match to answer.")
    case_id: str = Field(description="The case; readable to its new service once accepted.")
    reference: str = Field(description="The case's reference to say aloud.")
    status: TransferStatus = Field(description="Offered, or what became of it.")
    from_area: str = Field(description="The service that keeps the case until it is accepted.")
    to_area: str = Field(description="The receiving area, or OTHER.")
    receiving_service: str | None = Field(description="The service outside the partnership.")
    receiving_manager: str = Field(description="Who was named to take it over.")
    reason: TransferReason = Field(description="Why.")
    narrative: str = Field(description="In words.")
    child_moved_on: date | None = Field(description="The day the child moved, if that is why.")
    offered_at: datetime = Field(description="When.")
    offered_by: str = Field(description="By whom.")
    answered_at: datetime | None = Field(description="When it was answered, if it was.")
    answered_by: str | None = Field(description="By whom.")
    comment: str | None = Field(description="What was said with the answer.")


class CaseTransferred(CaseStanding):
    """Where the case stands, and its transfer."""

    area: str = Field(description="The area whose service keeps it now.")
    transfer: TransferRead = Field(description="The transfer, offered or done.")


class TransferPage(Reply):
    items: list[TransferRead] = Field(description="Offers nobody has answered, oldest first.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")
