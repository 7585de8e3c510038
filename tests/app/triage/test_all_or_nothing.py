"""CON-5: a submission, and a panel's decision with its plan, are whole or not at all."""

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from tests.pathway import HELD, LETTER, PAYBACK, a_listed_case
from tests.records import counts, statements


async def test_a_submission_that_fails_anywhere_leaves_nothing(service):
    """Every statement in turn fails once: case, child, history, victims, journal, all or none."""
    before = await counts(service)
    with statements(service) as said:
        await service.police.submit()
    reached = len(said)
    whole = await counts(service)

    for number in range(reached):
        with failing(service, number):
            reply = await service.police.submit()
        assert reply.status_code == 503, number
        assert await counts(service) == whole, number

    assert whole["panel_case"] == 1
    assert before["panel_case"] == 0


async def test_a_decision_that_fails_anywhere_leaves_nothing(service):
    first, second = await a_listed_case(service), await a_listed_case(service)
    body = {"conditions": [LETTER, PAYBACK]}
    with statements(service) as said:
        made = await first.act("disposal", first.disposal("outcome_22", **body), day=HELD)
    before = await counts(service)

    for number in range(len(said)):
        with failing(service, number):
            reply = await second.act("disposal", second.disposal("outcome_22", **body), day=HELD)
        assert reply.status_code == 503, number
    assert await counts(service) == before
    whole = await second.act("disposal", second.disposal("outcome_22", **body), day=HELD)

    assert (made.status_code, whole.status_code) == (200, 200)


def failing(service, number):
    return _Failing(service.app.state.database._writer.sync_engine, number)


class _Failing:
    """The `number`-th statement from now fails as if the database had gone."""

    def __init__(self, engine, number):
        self.engine, self.left = engine, number

    def __enter__(self):
        event.listen(self.engine, "before_cursor_execute", self._count)

    def __exit__(self, *_):
        event.remove(self.engine, "before_cursor_execute", self._count)

    def _count(self, _connection, _cursor, statement, *_):
        if statement.startswith("BEGIN"):
            return
        if self.left == 0:
            raise OperationalError("", {}, Exception("the database has gone"))
        self.left -= 1
