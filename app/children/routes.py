"""/v1/children and /v1/outcomes: who the child is, and what they were given before."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter

from app.access.guard import GuardedRoute
from app.children import outcome_actions, readings
from app.children.schemas import (
    ChildrenFound,
    ChildSearch,
    EntrantCheck,
    OutcomeAdded,
    OutcomeRecorded,
    OutcomeReported,
)
from app.retries.actions import once
from app.transaction import Writing
from app.wire import Cursor, IdempotencyKey, Limit

router = APIRouter(prefix="/v1", route_class=GuardedRoute, tags=["Children"])


@router.post("/outcomes", status_code=HTTPStatus.CREATED, response_model=OutcomeRecorded)
async def report_outcome(body: OutcomeReported, tx: Writing, key: IdempotencyKey) -> dict[str, Any]:
    """Police report an outcome given outside this pathway, such as a conviction."""
    return await once(
        tx,
        operation="report_outcome",
        key=key,
        body=body,
        work=lambda: outcome_actions.report(tx, body),
    )


@router.post("/children/search")
async def search_children(
    body: ChildSearch, tx: Writing, limit: Limit = 50, cursor: Cursor = None
) -> ChildrenFound:
    """Children the caller's areas know, by name or date of birth."""
    return await readings.search(tx, body, limit=limit, cursor=cursor)


@router.post("/children/{child_id}/outcomes", status_code=HTTPStatus.CREATED)
async def add_child_outcome(child_id: str, body: OutcomeAdded, tx: Writing) -> OutcomeRecorded:
    """Record an outcome given elsewhere: by a court, another force, or before this service."""
    return await outcome_actions.add(tx, child_id, body)


@router.get("/children/{child_id}/entrant-check")
async def check_entrant(child_id: str, tx: Writing) -> EntrantCheck:
    """Would a caution or conviction today be this child's first substantive outcome?"""
    return await readings.entrant_check(tx, child_id)
