"""Cases as they are sent and read, before any stage adds to them."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from app.cases.glass_schemas import GlassRead
from app.children.schemas import ReasonRead
from app.fields import Body, CivilDate, Line, Narrative, Reference, Reply, Yes, shown
from panel_protocol.journey import Stage
from panel_protocol.terms import (
    ClosedAs,
    HoldSource,
    RestorativeAnswer,
    Route,
    VictimKind,
    VictimStatus,
    WithdrawalReason,
)


class GravityRead(Reply):
    base: int | None = Field(description="The matrix's score of the most serious offence, 1–5.")
    final: int | None = Field(
        description="The score after factors; null if an offence is unscored."
    )
    matrix: str = Field(description="`illustrative`, `force`, or `none` where no matrix applies.")


class RouteChange(Reply):
    if_: str = Field(alias="if", serialization_alias="if", description="What would be different.")
    route: Route = Field(description="Where the case would then go.")


class TriageRead(Reply):
    edition: str = Field(description="Edition of the protocol on the day it looked at.")
    gravity: GravityRead = Field(description="The score, and on whose matrix.")
    route: Route = Field(description="Where the protocol sends the case.")
    reasons: list[ReasonRead] = Field(description="Every reason, each with its authority.")
    flags: list[str] = Field(description="What people handling the case must know.")
    would_change_the_route: list[RouteChange] = Field(description="What would lead elsewhere.")


class DueRead(Reply):
    assessment: date | None = Field(description="By when the assessment should be complete.")
    police_informed: date | None = Field(description="By when the police should be informed.")


class TurningRead(Reply):
    """How near the child is to eighteen, asked again each time."""

    turns_18_on: date = Field(description="The eighteenth birthday; no caution from then on.")
    urgent_from: date = Field(description="From when the birthday makes the case urgent.")
    urgent: bool = Field(description="Whether it is urgent on the day asked about.")
    reasons: list[ReasonRead] = Field(description="What the birthday means, where it is near.")


class CaseStanding(Reply):
    """Where a case stands after a change; its ETag is its version."""

    id: str = Field(description="Opaque id.")
    reference: str = Field(description="The reference to say aloud.")
    version: int = Field(description="Rises with every change; send it in If-Match.")
    stage: Stage = Field(description="Where the case stands.")
    closed_as: ClosedAs | None = Field(description="How it closed, if it has.")


class CaseListed(CaseStanding):
    area: str = Field(description="The area whose service keeps it.")
    child_id: str = Field(description="The child.")
    allocated_to: str | None = Field(description="The officer's subject.")
    route: Route = Field(description="Where triage sent it.")
    gravity: int | None = Field(description="Final gravity score.")
    received_at: datetime = Field(description="When it was submitted.")
    due_on: date | None = Field(description="The next date something is due.")
    overdue: bool = Field(description="Whether that date has passed.")


class CasePage(Reply):
    items: list[CaseListed] = Field(description="Oldest first.")
    next: str | None = Field(description="Opaque cursor of the next page, or null.")


class Allocation(Body):
    model_config = shown({"officer": "yot.officer@north-tyneside"})

    officer: Line = Field(description="Subject (`sub`) of the officer the case is allocated to.")


class Withdrawal(Body):
    model_config = shown(
        {"reason": "police_withdrew", "narrative": "New evidence: the child was elsewhere."}
    )

    reason: WithdrawalReason = Field(description="Coded reason.")
    narrative: Narrative = Field(description="In words.")


class ExploitationRecorded(Body):
    """Why the decision about this child must wait."""

    model_config = shown(
        {
            "concern": "Found at an address in another town with two phones; will not say why.",
            "referred_on": "2026-09-14",
        }
    )

    concern: Narrative = Field(description="The concern, and who has it.")
    referred_on: CivilDate | None = Field(
        default=None, description="The day of a referral to the national referral mechanism."
    )


class ExploitationReleased(Body):
    """A named person's word that the decision need wait no longer."""

    model_config = shown(
        {
            "rationale": "The exploitation lead met the child; the police weighed the defence.",
            "referral_decision": "No reasonable grounds, 21 September 2026",
        }
    )

    rationale: Narrative = Field(description="Why the decision may now be made.")
    referral_decision: Line | None = Field(
        default=None,
        description="What was decided on a referral, or that this is still awaited and why the "
        "decision need not wait for it; needed where the child was referred.",
    )


class HoldRead(Reply):
    """A decision held because the child may be exploited."""

    source: HoldSource = Field(description="What opened it.")
    concern: str | None = Field(description="The concern, where it was put in words.")
    referred_on: date | None = Field(description="When the child was referred, if they were.")
    opened_at: datetime = Field(description="When the decision was held.")
    opened_by: str = Field(description="By whom.")
    released_at: datetime | None = Field(description="When it was released; null while it holds.")
    released_by: str | None = Field(description="The named person who released it.")
    rationale: str | None = Field(description="Why it was released.")
    referral_decision: str | None = Field(description="What came of a referral, if said.")


class HoldReleased(CaseStanding):
    """Where the case stands once its decision is released."""

    reasons: list[ReasonRead] = Field(
        description="That it is released, and what nobody has established of a referral."
    )


class VictimIdentified(Body):
    """A victim, as far as the police may say."""

    model_config = shown(
        {"kind": "organisation", "name": "Example Buses", "may_share_with_yjs": True}
    )

    kind: VictimKind = Field(description="A person or an organisation.")
    name: Line | None = Field(default=None, description="Name, where it may be shared.")
    may_share_with_yjs: Yes = Field(description="Whether details may go to the service.")


class VictimChanged(Body):
    """What has been learnt of a victim's wishes; only what is sent changes."""

    model_config = shown(
        {
            "status": "views_recorded",
            "consents_to_contact": True,
            "views": "Would like to know it will not happen again.",
            "restorative_justice": "offered",
            "told_of_outcome": False,
        }
    )

    status: VictimStatus | None = Field(
        default=None, description="How far the victim has been heard."
    )
    consents_to_contact: Yes | None = Field(default=None, description="Consent to contact.")
    views: Narrative | None = Field(default=None, description="Their views, in their words.")
    restorative_justice: RestorativeAnswer | None = Field(
        default=None, description="Restorative justice: offered, and the answer."
    )
    reasons: Narrative | None = Field(
        default=None, description="Why restorative justice was or was not offered."
    )
    told_of_outcome: Yes | None = Field(default=None, description="Told what was decided.")


class VictimRead(Reply):
    id: str = Field(description="Opaque id.")
    version: int = Field(description="Send it in If-Match to change this victim.")
    kind: VictimKind = Field(description="A person or an organisation.")
    name: str | None = Field(description="Name, where this role may see it.")
    may_share_with_yjs: bool = Field(description="Whether details may go to the service.")
    status: VictimStatus = Field(description="How far the victim has been heard.")
    wishes: dict[str, Any] = Field(description="The latest recorded wishes.")
    category: str = Field(description="What they are in this case: `victim`.", default="victim")


class ChangeRead(Reply):
    case_version: int = Field(description="The version of the case this change made.")
    action: str = Field(description="What was done.")
    from_stage: Stage | None = Field(description="Where the case was.")
    to_stage: Stage = Field(description="Where it came to be.")
    closed_as: ClosedAs | None = Field(description="How it closed, if it did.")
    at: datetime = Field(description="When.")
    by: str = Field(description="Who.")
    agency: str | None = Field(description="For which agency.")
    why: str | None = Field(description="Their words, where they were asked for any.")


class DecisionRead(Reply):
    case_version: int = Field(description="The version of the case it was made for.")
    kind: str = Field(description="What was decided.")
    answer: dict[str, Any] = Field(description="The answer.")
    reasons: list[ReasonRead] = Field(description="Every reason, each with its authority.")
    edition: str = Field(description="Edition of the protocol in force on the day looked at.")
    looked_at: date = Field(description="The day whose rules were asked.")
    decided_at: datetime = Field(description="When.")
    decided_by: str = Field(description="By whom, or at whose request.")
    agency: str | None = Field(description="For which agency.")


class HistoryRead(Reply):
    changes: list[ChangeRead] = Field(description="Every change, in order.")
    decisions: list[DecisionRead] = Field(description="Every decision, in order.")
    opened: list[GlassRead] = Field(
        description="Each time it was opened in an emergency to somebody of another area."
    )


class SubmissionRead(CaseStanding):
    """What the police may know of their submission: where it stands, never the assessment."""

    police_reference: str = Field(description="The police's own reference.")
    received_at: datetime = Field(description="When it was received.")
    area: str = Field(description="The area whose service keeps it.")
    triage: TriageRead = Field(description="What triage said.")
    due: DueRead = Field(description="What is due, and when.")


class SubmissionSearch(Body):
    model_config = shown({"police_reference": "104577/26"})

    police_reference: Reference = Field(description="The reference to look for, exactly.")


class SubmissionsFound(Reply):
    items: list[SubmissionRead] = Field(description="Own submissions with that reference.")
    next: str | None = Field(description="Always null: a reference names few cases.")
