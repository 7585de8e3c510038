"""What the police do: submit, decide, give, report."""

from typing import Any

from app.demo.casework import Casework
from app.demo.plan import Piece
from app.demo.story import Step
from panel_protocol.terms import CourtOutcome, Disposal, OutcomeKind, SignedPart

_ADULT = {"name": "Pat Example", "category": "parent_guardian"}


async def submitted(case: Casework) -> None:
    said = case.submission()
    opened = await case.police.asks("POST", "/v1/cases", said, key=case.key)
    case.id, case.version = opened["id"], opened["version"]
    case.referred_on = case.today
    victims = [victim for offence in said["offences"] for victim in offence["victims"]]
    case.victims_to_hear = any(victim["may_share_with_yjs"] for victim in victims)


async def looked_up(case: Casework) -> None:
    """Police ask where their submission stands."""
    body = {"police_reference": case.reference}
    await case.police.asks("POST", "/v1/submissions/search", body)


async def agreed(case: Casework) -> None:
    await _decide(case, {"agrees": True})


def decided_otherwise(disposal: Disposal, why: str, *plan: Piece) -> Step:
    """The police have the last word; the panel's disposal stays beside it."""

    async def decide(case: Casework) -> None:
        conditions = [piece.asked(case.today) for piece in plan] or None
        said = {"agrees": False, "disposal": disposal, "rationale": why}
        await _decide(case, {**said, "conditions": conditions})
        case.decided = disposal

    return decide


async def _decide(case: Casework, said: dict[str, Any]) -> None:
    body = {**said, "decided_on": case.today.isoformat(), "officer_rank": "inspector"}
    await case.does(case.police, "police-decision", body)


async def given(case: Casework) -> None:
    """A caution or resolution is given, with a parent there."""
    conditional = case.decided is Disposal.YOUTH_CONDITIONAL_CAUTION
    body = {
        "given_on": case.today.isoformat(),
        "appropriate_adult": _ADULT,
        "admission": True,
        "effect_explained": True,
        "failure_warned": conditional or None,
        "agrees_to_take_part": case.decided is Disposal.COMMUNITY_RESOLUTION or None,
        "signed_consent": conditional or None,
        "document_holds": list(SignedPart) if conditional else None,
        "given_by_rank": "sergeant",
        "given_as": "constable",
    }
    await case.does(case.police, "administration", body)


def court(result: CourtOutcome) -> Step:
    async def heard(case: Casework) -> None:
        body = {"result": result, "result_on": case.today.isoformat()}
        await case.does(case.police, "court-result", body)

    return heard


def reported(outcome: OutcomeKind, name: str = "reported") -> Step:
    """An outcome given outside this pathway, such as a conviction after direct charge."""

    async def report(case: Casework) -> None:
        offence = case.submission()["offences"][0]
        given = {
            "outcome": outcome,
            "given_on": case.today.isoformat(),
            "home_area": case.child["home_area"],
            "offence_code": offence["offence_code"],
            "offence_committed_on": offence["committed_on"],
        }
        body = {"child": case.child, "outcome": given}
        await case.police.asks("POST", "/v1/outcomes", body, key=f"{case.key}-{name}")

    return report


async def lives_elsewhere(case: Casework) -> None:
    """The child's home is outside the partnership's areas."""
    case.child = case.child | {"home_area": "OTHER"}
