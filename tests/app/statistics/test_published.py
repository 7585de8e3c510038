"""What others published: kept by series and vintage, beside ours and never among them."""

from datetime import date

import pytest

from app.journal.tables import JournalLine
from app.problems import Unacceptable
from app.statistics.published import packaged
from app.statistics.published_actions import import_published
from tests.counting import AREAS, TODAY, transaction
from tests.pathway import on
from tests.records import rows
from tests.service import GATESHEAD, NORTH_TYNESIDE

SOUTH_TYNESIDE = "E08000023"
ENGLAND = "E92000001"
HEADER = "series,vintage,area_code,period_start,period_end,rate_per_100k,fte_count,source"
YEAR = "2025-01-01,2025-12-31"


def a_file(*lines):
    return "\n".join([HEADER, *lines]).encode()


async def imported(service, *lines, day=TODAY):
    async with transaction(service, day=day) as tx:
        return await import_published(tx, a_file(*lines))


async def read(service, query=""):
    with on(TODAY):
        reply = await service.partner.get(f"/v1/statistics/published{query}")
    assert reply.status_code == 200, reply.text
    return reply.json()["items"]


async def test_a_partner_reads_each_figure_with_its_series_vintage_and_both_days(service):
    (figure,) = [
        item
        for item in await read(service, f"?series=PNC&area={NORTH_TYNESIDE}")
        if (item["vintage"], item["period_end"]) == ("V3-2026-02", "2023-12-31")
    ]

    assert figure == {
        "series": "PNC",
        "vintage": "V3-2026-02",
        "area": NORTH_TYNESIDE,
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "rate_per_100_000": 140,
        "count": None,
        "suppressed": False,
        "source": figure["source"],
        "note": "",
    }
    assert "e8822c1d" in figure["source"]


async def test_case_data_is_another_series_and_leaves_the_first_alone(service):
    before = await read(service, "?series=PNC")

    await imported(service, f"YJB case data,2026-01,{GATESHEAD},{YEAR},140,26,YJB")

    (figure,) = await read(service, "?series=YJB%20case%20data")
    assert (figure["rate_per_100_000"], figure["count"]) == (140, 26)
    assert await read(service, "?series=PNC") == before
    assert (await service.partner.get("/v1/statistics/published?series=all")).status_code == 422


async def test_a_later_import_of_one_figure_is_shown_and_the_earlier_stays_on_record(service):
    line = f"PNC,V4,E08000020,{YEAR},%s,,MoJ"  # Gateshead's code as it was
    await imported(service, line % 120, day=date(2026, 11, 2))
    await imported(service, line % "-")

    (figure,) = [item for item in await read(service) if item["vintage"] == "V4"]
    assert (figure["area"], figure["suppressed"]) == (GATESHEAD, True)
    journalled = await rows(service, JournalLine, action="import_published")
    assert [each.resource for each in journalled] == [{"figures": 1, "series": ["PNC"]}] * 2


def regions(*rates):
    return [f"PNC,V4,E1200000{n},{YEAR},{rate},,MoJ" for n, rate in enumerate(rates, start=1)]


def areas(rate):
    return [f"PNC,V4,{area},{YEAR},{rate + n},,MoJ" for n, area in enumerate(AREAS)]


@pytest.mark.parametrize(
    ("lines", "pointers"),
    [
        # What the newest vintage printed for England in 2024: the regions' rates, summed.
        (
            [
                *regions(181, 150, 140, 120, 130, 110, 160, 117, 150),
                f"PNC,V4,{ENGLAND},{YEAR},1258,,x",
            ],
            ["/rows/10/rate_per_100k"],
        ),
        ([*areas(100), f"PNC,V4,E23000007,{YEAR},615,,x"], ["/rows/7/rate_per_100k"]),
        ([f"local,V4,{GATESHEAD},{YEAR},9,,x"], ["/rows/1/series"]),
        ([f"PNC,,{GATESHEAD},{YEAR},9,,"], ["/rows/1/vintage", "/rows/1/source"]),
        (
            [f"PNC,V4,{GATESHEAD},2025,2025,9,,x"],
            ["/rows/1/period_start", "/rows/1/period_end"],
        ),
        ([f"PNC,V4,{GATESHEAD},{YEAR},9.5,,x"], ["/rows/1/rate_per_100k"]),
        ([f"PNC,V4,{GATESHEAD},{YEAR},9,,x"] * 2, ["/rows/2"]),
        ([f"PNC,V4,E09000001,{YEAR},9,,x"], ["/rows"]),
        ([f"PNC,{'V' * 41},{GATESHEAD},{YEAR},9,,x"], ["/rows/1/vintage"]),
        ([f"PNC,V4\0,{GATESHEAD},{YEAR},9,,x"], ["/"]),
        ([f'PNC,"V4,{GATESHEAD},{YEAR},9,,x'], ["/"]),
        ([f"PNC,V4,{GATESHEAD},{YEAR},{'9' * 200_000},,x"], ["/"]),
    ],
    ids="regions areas series unlabelled year fraction twice elsewhere "
    "long control unclosed endless".split(),
)
async def test_a_figure_without_its_label_or_summed_from_rates_is_refused(service, lines, pointers):
    with pytest.raises(Unacceptable) as refused:
        await imported(service, *lines)

    assert pointers == [error["pointer"] for error in refused.value.extra["errors"]]


async def test_a_pooled_rate_is_taken(service):
    assert await imported(service, *areas(100), f"PNC,V4,E23000007,{YEAR},103,,x") == 7


def line(vintage, area):
    return {
        (each.period_start, each.period_end): each.rate
        for each in packaged()
        if (each.vintage, each.area) == (vintage, area)
    }


def test_a_year_is_two_days_and_the_same_label_may_mean_another_year():
    """Both vintages are labelled as years to December; the first follows years to March."""
    first, newest = line("V1-2024-11", NORTH_TYNESIDE), line("V3-2026-02", NORTH_TYNESIDE)

    assert first[date(2017, 4, 1), date(2018, 3, 31)] == 434
    assert newest[date(2017, 1, 1), date(2017, 12, 31)] == 434
    assert first.keys().isdisjoint(newest)


def test_a_revision_stands_beside_what_it_revises():
    year = (date(2023, 1, 1), date(2023, 12, 31))

    assert [line(v, SOUTH_TYNESIDE)[year] for v in ("V2-2025-02", "V3-2026-02")] == [76, 102]
    assert [line(v, NORTH_TYNESIDE)[year] for v in ("V2-2025-02", "V3-2026-02")] == [151, 140]
    assert [line(v, GATESHEAD)[year] for v in ("V2-2025-02", "V3-2026-02")] == [134, 126]


def test_the_row_of_england_that_is_a_sum_of_rates_is_not_here():
    assert line("V3-2026-02", ENGLAND) == {}
    assert line("V2-2025-02", ENGLAND)[date(2016, 1, 1), date(2016, 12, 31)] == 333
