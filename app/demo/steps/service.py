"""What the youth justice service does before a panel and after it: assess, hear victims, decide."""

from typing import Any

from app.demo.assessment import answers
from app.demo.casework import Casework
from app.demo.staff import User
from app.demo.story import Step
from panel_protocol.terms import RestorativeAnswer, Route, VictimStatus, WithdrawalReason

_WISHES: tuple[dict[str, Any], ...] = (
    {
        "status": VictimStatus.VIEWS_RECORDED,
        "consents_to_contact": True,
        "views": "Would like to know that it will not happen again.",
        "restorative_justice": RestorativeAnswer.ACCEPTED,
    },
    {
        "status": VictimStatus.VIEWS_RECORDED,
        "consents_to_contact": True,
        "views": "Was frightened at first; wants the child to get help.",
        "restorative_justice": RestorativeAnswer.DECLINED,
    },
    {
        "status": VictimStatus.CONTACTED,
        "consents_to_contact": True,
        "restorative_justice": RestorativeAnswer.OFFERED,
    },
    {"status": VictimStatus.DECLINED, "consents_to_contact": False},
    {
        "status": VictimStatus.COULD_NOT_BE_REACHED,
        "restorative_justice": RestorativeAnswer.NOT_OFFERED,
        "reasons": "Three calls and a letter without an answer.",
    },
)
_HEARD = (VictimStatus.CONTACTED, VictimStatus.VIEWS_RECORDED)
_BEGUN = 3  # sections


async def allocated(case: Casework) -> None:
    await case.does(case.team.manager, "allocation", {"officer": case.team.officer.subject})


def reviewed(route: Route, why: str, score: int | None = None) -> Step:
    """A manager decides what the protocol could not."""

    async def review(case: Casework) -> None:
        body = {"route": route, "gravity_score": score, "rationale": why}
        await case.does(case.team.manager, "triage-review", body)
        case.referred_on = case.today

    return review


async def begun(case: Casework) -> None:
    """The first sections of an assessment saved, nothing signed."""
    written = _answers(case)
    await _write(case, dict(list(written.items())[:_BEGUN]))


async def assessed(case: Casework) -> None:
    """Every section written, and signed by its author."""
    await _write(case, _answers(case))
    await _on_assessment(case, case.team.officer, "POST", "signature")


def _answers(case: Casework) -> dict[str, dict[str, Any]]:
    """On the tool the case is assessed with, which is not always the one of today."""
    tool = case.protocol.tool_on(case.referred_on)
    return answers(tool, case.child, case.chance, case.today)


async def _write(case: Casework, written: dict[str, dict[str, Any]]) -> None:
    for section, said in written.items():
        body = {"answers": said}
        await _on_assessment(case, case.team.officer, "PUT", f"sections/{section}", body)


async def countersigned(case: Casework) -> None:
    body = {"decision": "agreed", "comment": "The child's words are clear."}
    await _on_assessment(case, case.team.manager, "POST", "countersignature", body)


async def returned(case: Casework) -> None:
    """The manager wants more; the author writes it and signs again."""
    body = {"decision": "returned", "comment": "What does the child say?"}
    await _on_assessment(case, case.team.manager, "POST", "countersignature", body)
    said = {"child_voice": "I did it to look big. I know it was wrong."}
    await _write(case, {"voice": said})
    await _on_assessment(case, case.team.officer, "POST", "signature")


async def _on_assessment(
    case: Casework, who: User, method: str, what: str, body: Any = None
) -> None:
    path = f"{case.path}/assessment/{what}"
    reply = await who.asks(method, path, body, version=case.assessment)
    case.assessment = reply["version"]


async def victims_heard(case: Casework) -> None:
    """The officer reads who was harmed, and asks each victim what they wish."""
    if not case.victims_to_hear:
        return
    case.victims = (await case.team.officer.asks("GET", case.path))["victims"]
    for number, victim in enumerate(case.victims):
        if victim["status"] == VictimStatus.NOT_YET_CONTACTED:
            await _change(case, number, _wishes(case))


def _wishes(case: Casework) -> dict[str, Any]:
    """What a victim wishes; nobody offers a meeting with a child who admits nothing."""
    admits = case.situation.admission in ("admits", "accepts_responsibility")
    # In turn, so that the few victims of the taste answer in every way.
    wishes = _WISHES[case.heard[admits] % len(_WISHES)]
    case.heard[admits] += 1
    if admits or "restorative_justice" not in wishes:
        return wishes
    why = {"reasons": "The child has not admitted the offence."}
    return wishes | why | {"restorative_justice": RestorativeAnswer.NOT_OFFERED}


async def victims_told(case: Casework) -> None:
    """Those who wished to be told learn what was decided."""
    for number, victim in enumerate(case.victims):
        if victim["status"] in _HEARD:
            await _change(case, number, {"status": victim["status"], "told_of_outcome": True})


async def _change(case: Casework, number: int, wishes: dict[str, Any]) -> None:
    victim = case.victims[number]
    case.victims[number] = await case.team.officer.asks(
        "PATCH", f"/v1/victims/{victim['id']}", wishes, version=victim["version"]
    )


def withdrawn(reason: WithdrawalReason, narrative: str) -> Step:
    async def withdraw(case: Casework) -> None:
        body = {"reason": reason, "narrative": narrative}
        await case.does(case.team.officer, "withdrawal", body)

    return withdraw


def lives_in(number: int) -> Step:
    """The child's home is, or has become, another of the areas: the n-th from the case's own."""

    async def move(case: Casework) -> None:
        areas = list(case.protocol.areas)
        place = areas[(areas.index(case.area) + number) % len(areas)]
        case.child = case.child | {"home_area": place}

    return move
