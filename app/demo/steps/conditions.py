"""How a plan goes: attended, missed, done, varied, breached, concluded."""

from datetime import timedelta
from typing import Any

from app.demo.casework import Casework
from app.demo.plan import Piece
from app.demo.story import Step
from panel_protocol.terms import AttendanceKind, BreachChoice, ConditionKind, ConditionStatus

_SETTLED = (
    ConditionStatus.COMPLETED,
    ConditionStatus.NOT_COMPLETED,
    ConditionStatus.EXCUSED,
    ConditionStatus.VARIED,
)


def attended(kind: ConditionKind, hours: int) -> Step:
    return _progress(kind, AttendanceKind.ATTENDED, hours, "Came on time and worked well.")


def came_late(kind: ConditionKind, hours: int) -> Step:
    return _progress(kind, AttendanceKind.LATE, hours, "Missed the bus, and said so.")


def was_ill(kind: ConditionKind) -> Step:
    return _progress(kind, AttendanceKind.MISSED_ACCEPTABLE, 0, "Ill; the parent rang.")


def missed(kind: ConditionKind) -> Step:
    return _progress(kind, AttendanceKind.MISSED_UNACCEPTABLE, 0, "No answer to calls or a visit.")


def _progress(kind: ConditionKind, attendance: AttendanceKind, hours: int, note: str) -> Step:
    async def record(case: Casework) -> None:
        body = {
            "occurred_on": case.today.isoformat(),
            "hours": hours,
            "attendance": attendance,
            "note": note,
        }
        await _does(case, await _running(case, kind), "progress", body)

    return record


def completed(kind: ConditionKind, *, hours_short: str | None = None) -> Step:
    async def complete(case: Casework) -> None:
        body = {
            "completed_on": case.today.isoformat(),
            "evidence": "Seen by the worker, and signed for.",
            "hours_short_reason": hours_short,
        }
        await _does(case, await _running(case, kind), "completion", body)

    return complete


def varied(kind: ConditionKind, to: Piece) -> Step:
    """Another condition in this one's place, with the child's agreement."""

    async def vary(case: Casework) -> None:
        agreement = {
            "agreed_by_child": True,
            "agreed_on": case.today.isoformat(),
            "reason": "The child finds this very hard, and offered another way.",
        }
        body = {**to.asked(case.today), **agreement}
        old = await _running(case, kind)
        agreed_to = await _does(case, old, "variation", body)
        case.plan = [*(each for each in case.plan if each["id"] != old["id"]), agreed_to]

    return vary


def breached(*kinds: ConditionKind) -> Step:
    async def breach(case: Casework) -> None:
        body = {
            "conditions": [(await _running(case, kind))["id"] for kind in kinds],
            "excuse_considered": True,
            "narrative": "Three sessions missed; no answer to calls, letters or a visit.",
        }
        await case.does(case.team.officer, "breach", body)

    return breach


def breach_decided(choice: BreachChoice, why: str, **more: Any) -> Step:
    async def decide(case: Casework) -> None:
        body = {"decision": choice, "rationale": why, **more}
        if choice is BreachChoice.RESUME_PROSECUTION:
            body["reasonable_excuse"] = False
        await case.does(case.team.manager, "breach-decision", body)
        case.plan = []  # to be read again

    return decide


def excused(kind: ConditionKind, why: str) -> Step:
    """No action on the breach, and the condition is no longer asked for."""

    async def excuse(case: Casework) -> None:
        condition = await _running(case, kind)
        await breach_decided(BreachChoice.NO_ACTION, why, excused_conditions=[condition["id"]])(
            case
        )

    return excuse


def given_longer(days: int, why: str) -> Step:
    async def extend(case: Casework) -> None:
        due_on = (case.today + timedelta(days=days)).isoformat()
        await breach_decided(BreachChoice.EXTEND, why, due_on=due_on)(case)

    return extend


def varied_after_breach(kind: ConditionKind, to: Piece, why: str) -> Step:
    async def vary(case: Casework) -> None:
        condition = await _running(case, kind)
        replaced = {**to.asked(case.today), "replaces": condition["id"]}
        more = {"conditions": [replaced], "agreed_by_child": True}
        await breach_decided(BreachChoice.VARY, why, **more)(case)

    return vary


async def concluded(case: Casework) -> None:
    body = {
        "concluded_on": case.today.isoformat(),
        "summary": "Everything that was agreed has been done; nothing more is asked.",
    }
    await case.does(case.team.officer, "conclusion", body)


async def _running(case: Casework, kind: ConditionKind) -> Any:
    """The condition of that kind that is still asked for."""
    if not case.plan:
        case.plan = (await case.team.officer.asks("GET", f"{case.path}/conditions"))["items"]
    return next(c for c in case.plan if c["kind"] == kind and c["status"] not in _SETTLED)


async def _does(case: Casework, condition: Any, what: str, body: Any) -> Any:
    path = f"/v1/conditions/{condition['id']}/{what}"
    changed = await case.team.officer.asks("POST", path, body, version=condition["version"])
    case.plan = [changed if each["id"] == changed["id"] else each for each in case.plan]
    return changed
