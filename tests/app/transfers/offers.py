"""A case offered to another service, and what that answers."""

from tests.service import GATESHEAD

MOVED = {
    "to_area": GATESHEAD,
    "receiving_manager": "manager@gateshead",
    "reason": "child_moved",
    "narrative": "The family moved; both managers spoke.",
    "child_moved_on": "2026-09-07",
}
OUT = {**MOVED, "to_area": "OTHER", "receiving_service": "Leeds Youth Justice Service"}


async def offer(user, case, **changes):
    path = f"/v1/cases/{case.id}/transfer"
    return await user.post(path, {**MOVED, **changes}, version=case.version)


async def answer(user, case, decision, *, version=1, comment=None):
    body = {"decision": decision, "comment": comment}
    return await user.post(f"/v1/cases/{case.id}/transfer/answer", body, version=version)
