"""A release is signed as it was made, says what it changes, and can be counted again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.database import table
from app.journal.seals import public
from app.statistics import actions, release_queries
from app.statistics.signing import sha256_of, wrong_with
from app.statistics.tables import ReleaseCell, StatisticsRelease
from tests.counting import (
    TODAY,
    Given,
    entrants,
    known,
    release,
    release_signing,
    transaction,
)
from tests.service import EVERYWHERE, GATESHEAD, NORTH_TYNESIDE

MAY = date(2026, 5, 1)
LATER = TODAY + timedelta(days=1)
BORN = date(2011, 3, 14)


async def late(service, area, *, born=BORN):
    """A caution of May that we are told of when the first release has been made."""
    async with transaction(service, day=LATER) as tx:
        await known(tx, born, Given("youth_caution", MAY, area, recorded_on=LATER))


async def test_a_release_says_how_many_figures_it_hides_that_the_one_before_showed(service):
    await entrants(service, {(GATESHEAD, MAY): 4})
    fifth = [
        Given("youth_caution", MAY, GATESHEAD),
        Given("youth_caution", date(2025, 5, 1), "OTHER", recorded_on=LATER),
    ]
    async with transaction(service) as tx:
        await known(tx, BORN, *fifth)

    notes = []
    for day in (TODAY, LATER, LATER):
        await release(service, day=day, as_at=day)
        about = (await service.partner.get("/v1/statistics/releases/latest")).json()
        notes += [each for each in about["notes"] if each.startswith("Hidden here")]

    # Gateshead's and the force's, of the quarter, both years and two rolling ones.
    assert notes == [
        "Hidden here, and shown in release 2026-11-21-1: 10 figures other than noughts."
    ]


async def two_releases(service):
    await entrants(service, {(GATESHEAD, MAY): 16, (NORTH_TYNESIDE, MAY): 3})
    await release(service)
    await late(service, GATESHEAD)
    await late(service, NORTH_TYNESIDE)
    return await release(service, day=LATER, as_at=LATER)


async def test_a_release_says_by_how_much_it_changes_the_one_before_and_why(service):
    await two_releases(service)

    changed = (await service.partner.get("/v1/statistics/releases/latest")).json()["revisions"]

    quarter = {
        each["area"]: each for each in changed
        if (each["period"], each["period_start"]) == ("quarter", "2026-04-01")
    }  # fmt: skip
    # Three, then four, of North Tyneside's were never shown: nor is the change.
    assert quarter.keys() <= {GATESHEAD, EVERYWHERE}
    assert {each["why"] for each in changed} <= {"recorded_or_corrected_since"}
    # What a reader of both can work out, and nothing else.
    first, second = [await everything(service, made) for made in ("2026-11-21-1", "2026-11-22-1")]
    read = {
        key: (first[key], second[key])
        for key in first
        if None not in (first[key], second[key]) and first[key] != second[key]
    }
    said = {
        (each["period"], each["area"], each["period_start"]): (each["from"], each["to"])
        for each in changed
    }
    counted = {key for key in read if key[0] != "quarter" or key[2] < "2026-10-01"}
    assert said == {key: read[key] for key in counted if key in said}
    assert all(each["difference"] == each["to"] - each["from"] for each in changed)
    assert all(each["period_end"] <= "2026-09-30" for each in changed)
    whole = {key for key in read if key[0] in ("quarter", "rolling_12_months")}
    assert {key for key in said if key[0] in ("quarter", "rolling_12_months")} == whole - {
        key for key in whole if key not in said and not ended(key)
    }


def ended(key):
    period, _, start = key
    months = 3 if period == "quarter" else 12
    year, month = int(start[:4]), int(start[5:7]) + months
    return f"{year + (month - 1) // 12}-{(month - 1) % 12 + 1:02}-01" <= "2026-10-01"


async def everything(service, made):
    found = {}
    for period in ("quarter", "financial_year", "calendar_year", "rolling_12_months"):
        path = f"/v1/statistics/releases/{made}/first-time-entrants?period={period}"
        for item in (await service.partner.get(path)).json()["items"]:
            found[period, item["area"], item["period_start"]] = item["count"]
    return found


async def test_a_release_can_be_counted_again_from_the_records(service):
    await entrants(service, {(GATESHEAD, MAY): 16, (NORTH_TYNESIDE, MAY): 3})
    async with transaction(service) as tx:
        then = await actions.gather(tx, as_at=TODAY)
    await late(service, GATESHEAD)

    async with transaction(service, day=LATER) as tx:
        again = await actions.gather(tx, as_at=TODAY)
        since = await actions.gather(tx, as_at=LATER)

    assert again.counted == then.counted
    assert again.span == then.span
    assert since.counted != then.counted


async def checked(service):
    async with transaction(service) as tx:
        made = await release_queries.release(tx, "latest")
        cells = await release_queries.every_cell(tx, made.id)
    return wrong_with(made, cells, {public(release_signing(service))})


@pytest.mark.parametrize(
    ("spoilt", "values", "wrong"),
    [
        (ReleaseCell, {"count": 7, "suppressed": False}, "figures"),
        (StatisticsRelease, {"notes": ["Counted well."]}, "signature"),
        (StatisticsRelease, {"number": 9}, "signature"),
        (StatisticsRelease, {"made_by": "somebody else"}, "signature"),
        (StatisticsRelease, {"sha256": "0" * 64}, "figures"),
        (StatisticsRelease, {"key": "0" * 64}, "another key"),
        (StatisticsRelease, {"signature": None}, "figures"),
    ],
    ids=[
        "a figure",
        "a note",
        "which is the latest",
        "who made it",
        "the sum",
        "the key",
        "no signature",
    ],
)
async def test_a_release_that_was_tampered_with_is_found_out(service, spoilt, values, wrong):
    await entrants(service, {(GATESHEAD, MAY): 6})
    await release(service)
    assert await checked(service) is None

    async with service.behind.writing() as connection:
        await connection.execute(update(table(spoilt)).values(values))

    assert wrong in (await checked(service) or "")


async def test_the_sum_of_a_release_made_before_there_were_signatures_can_still_be_checked(service):
    await release(service)
    async with transaction(service) as tx:
        cells = await release_queries.every_cell(tx, "2026-11-21-1")
    old = [{("disposal" if name == "series" else name): value for name, value in cell.items()
            if name not in ("audience", "values")} for cell in cells]  # fmt: skip
    async with service.behind.writing() as connection:
        made = table(StatisticsRelease)
        gone = {"signature": None, "key": None, "public_rule": None, "sha256": sha256_of(old)}
        await connection.execute(update(made).values(gone))

    assert "not signed" in (await checked(service) or "")
