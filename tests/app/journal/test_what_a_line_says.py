"""LAW-1, LAW-3: what for, by whom, to whom; and how often a refusal is written down."""

import pytest
from limits import RateLimitItemPerMinute
from sqlalchemy.exc import IntegrityError

from app.journal import actions as journalling
from app.journal.purposes import ActionWithoutPurpose
from app.journal.tables import JournalCategory
from app.problems import Unacceptable
from tests.counting import transaction
from tests.records import journal, lines_of, say
from tests.service import GATESHEAD


async def test_refusals_are_written_down_at_a_bounded_rate_and_the_others_are_counted(service):
    refusals = service.app.state.refusals
    refusals.written = RateLimitItemPerMinute(3)
    for _ in range(5):
        assert (await service.partner.get("/v1/cases")).status_code == 403
    assert len(await journal(service, category="denied")) == 3
    assert (await service.chair.post("/v1/children/search", {})).status_code == 403

    refusals.written = RateLimitItemPerMinute(4)
    assert (await service.partner.get("/v1/cases")).status_code == 403

    lines = await journal(service, category="denied")
    assert [line.actor for line in lines[3:]] == [service.chair.subject, service.partner.subject]
    assert lines[-1].resource["passed_over"] == 2


async def test_a_line_says_what_for_by_whom_for_which_areas_and_what_became_of_it(service):
    opened = (await service.police.submit()).json()
    officer = service.user("yot_officer", areas=[GATESHEAD, "E08000022"])
    done = await officer.get(f"/v1/cases/{opened['id']}")
    refused = await service.partner.get("/v1/cases")

    (line,), (denied,) = await lines_of(service, done), await lines_of(service, refused)

    assert (line.purpose, line.outcome, line.actor_kind) == ("case.work", "done", "credential")
    assert line.areas == ["E08000022", GATESHEAD]
    assert (denied.purpose, denied.outcome) == ("case.work", "refused")
    assert (line.recipient_organisation, line.recipient_person, line.reason) == (None, None, None)


async def test_a_disclosure_without_its_recipient_is_refused(service):
    """LAW-3."""
    somebody = journalling.Recipient("A force", "DC Example")
    for recipient in (None, journalling.Recipient("A force", " ")):
        with pytest.raises(Unacceptable):
            await disclose(service, recipient)
    assert await journal(service) == []

    await disclose(service, somebody)

    (line,) = await journal(service)
    assert (line.recipient_organisation, line.recipient_person) == ("A force", "DC Example")
    with pytest.raises(ValueError, match="recipient"):
        await disclose(service, somebody, category=JournalCategory.CONSULTATION)
    with pytest.raises(ValueError, match="code of a reason"):
        await disclose(service, somebody, reason="She was found by her mother")
    with pytest.raises(ActionWithoutPurpose):
        await disclose(service, somebody, action="shred_case")
    for category, body in (("consultation", "'a'"), ("disclosure", "NULL")):
        with pytest.raises(IntegrityError):
            await say(service, a_line(category, body))


async def disclose(service, recipient, **otherwise):
    said = {"category": JournalCategory.DISCLOSURE, "action": "export_journal"}
    async with transaction(service) as tx:
        await journalling.record(tx, recipient=recipient, **said | otherwise)


def a_line(category, body):
    """Put in without the service, which would not."""
    return (
        "INSERT INTO journal_line (form, at, category, action, actor, roles, request_id, children, "
        "resource, mac, key_id, recipient_organisation, recipient_person) VALUES (2, "
        f"'2026-01-01', '{category}', 'x', 'x', '[]', 'x', '[]', '{{}}', 'x', 'x', {body}, {body})"
    )
