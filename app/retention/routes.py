"""/v1/retention/reviews: what is due, and what a person decides about it."""

from http import HTTPStatus

from fastapi import APIRouter

from app.access.guard import GuardedRoute
from app.retention import actions, readings
from app.retention.schemas import ReviewDecided, ReviewPage, ReviewRead
from app.transaction import Writing
from app.wire import Cursor, Limit

router = APIRouter(prefix="/v1/retention", route_class=GuardedRoute, tags=["Records and rights"])


@router.get("/reviews")
async def list_retention_reviews(
    tx: Writing, limit: Limit = 50, cursor: Cursor = None
) -> ReviewPage:
    """Every step of every review: flagged by the schedule, retained, to be disposed of, held."""
    return await readings.reviews(tx, cursor=cursor, limit=limit)


@router.post("/reviews", status_code=HTTPStatus.CREATED)
async def review_retention(body: ReviewDecided, tx: Writing) -> ReviewRead:
    """Retain a record with a reason and its next review, dispose of it after grace, or hold it."""
    return await actions.decide(tx, body)
