"""What happens before a panel and at its table."""

from http import HTTPStatus
from typing import Any

from app.demo import panels
from app.demo.casework import Casework
from app.demo.panels import Sitting
from app.demo.plan import Piece
from app.demo.story import Step
from panel_protocol.terms import AgendaRemoval, Disposal


async def put_before_panel(case: Casework) -> None:
    """The case is listed at its area's next panel."""
    if case.panel_on is None:
        raise ValueError("this story never comes to a panel")
    await _list(case, await case.panels.on(case.area, case.panel_on, case.team))


async def put_before_a_special_panel(case: Casework) -> None:
    """The same day, but at a table of its own."""
    if case.panel_on is None:
        raise ValueError("this story never comes to a panel")
    await _list(case, await panels.convene(case.area, case.panel_on, case.team, "By telephone"))


async def _list(case: Casework, sitting: Sitting) -> None:
    path = f"/v1/panels/{sitting.id}/agenda"
    item = await case.team.chair.asks("POST", path, {"case_id": case.id})
    case.panel, case.version, case.gravity = sitting, item["case_version"], item["gravity"]


def taken_off(reason: AgendaRemoval, narrative: str) -> Step:
    async def remove(case: Casework) -> None:
        body = {"reason": reason, "narrative": narrative}
        await case.team.chair.asks("DELETE", _item(case), body)

    return remove


def recommended(disposal: Disposal) -> Step:
    """Social care says what it would do."""

    async def recommend(case: Casework) -> None:
        body = {"disposal": disposal, "reason": "It is what would help this child most."}
        await case.team.social_care.asks("POST", f"{_item(case)}/recommendations", body)

    return recommend


async def nurse_knows_the_family(case: Casework) -> None:
    body = {"interest": "Treats the child's brother."}
    await case.team.health.asks("POST", f"{_item(case)}/conflicts", body)


def decided(disposal: Disposal, *plan: Piece) -> Step:
    """The panel meets, and decides."""

    async def decide(case: Casework) -> None:
        await panels.meet(_sitting(case), case.team)
        await case.does(case.team.chair, "disposal", _body(case, disposal, plan))
        case.decided = disposal

    return decide


def not_open(disposal: Disposal, *plan: Piece) -> Step:
    """The panel would have this one, and the law refuses."""

    async def refused(case: Casework) -> None:
        await panels.meet(_sitting(case), case.team)
        await _refused(case, _body(case, disposal, plan))

    return refused


def inquorate(disposal: Disposal, *plan: Piece) -> Step:
    """Only youth justice and the police came, who may not decide alone."""

    async def refused(case: Casework) -> None:
        absent = ("health", "childrens_social_care", "education", "victim_services")
        await panels.meet(_sitting(case), case.team, without=absent)
        await _refused(case, _body(case, disposal, plan))

    return refused


async def _refused(case: Casework, body: dict[str, Any]) -> None:
    await case.team.chair.asks(
        "POST", f"{case.path}/disposal", body, version=case.version, answer=[HTTPStatus.CONFLICT]
    )


def _body(case: Casework, disposal: Disposal, plan: tuple[Piece, ...]) -> dict[str, Any]:
    departs = _departs(case, disposal)
    body = {
        "panel_id": _sitting(case).id,
        "disposal": disposal,
        "rationale": "It answers the harm done and gives this child the best chance.",
        "rejected": [_rejected(disposal)],
        "departs_from_protocol": departs,
        "child_voice": "I wish I had walked away. I would like to put it right.",
        "victim_voice": "As recorded.",
        "conditions": [piece.asked(case.today) for piece in plan],
    }
    why = "What is known of the child's circumstances weighs more here than the score."
    return {**body, "departure_rationale": why} if departs else body


def _departs(case: Casework, disposal: Disposal) -> bool:
    """Whether a decision at the case's score starts elsewhere."""
    starts = case.protocol.gravity.starting_points.on(case.today).value
    return disposal not in starts.get(str(case.gravity), ())


def _rejected(disposal: Disposal) -> dict[str, str]:
    other = Disposal.CHARGE if disposal is not Disposal.CHARGE else Disposal.OUTCOME_22
    why = "A court would add delay." if other is Disposal.CHARGE else "The harm was too great."
    return {"disposal": other, "why": why}


def _sitting(case: Casework) -> Sitting:
    if case.panel is None:
        raise ValueError("this case is before no panel")
    return case.panel


def _item(case: Casework) -> str:
    return f"/v1/panels/{_sitting(case).id}/agenda/{case.id}"
