"""A release as a page: what partners may read of it, and nothing that is hidden."""

import base64
import hashlib
import re
from datetime import date

from typer.testing import CliRunner

from app.cli import main
from tests.counting import TODAY, entrants, release
from tests.reports import SVG, read
from tests.service import GATESHEAD, NEWCASTLE, NORTH_TYNESIDE

REPORT = "/v1/statistics/releases/latest/report"
LOADS_OR_RUNS = re.compile(r"<(script|link|img|iframe)|\s(on\w+|style|src)=|@import|url\(")
MAY, LAST_MAY = date(2026, 5, 1), date(2025, 5, 1)


def row(page, caption, heading):
    """What the table of this caption says of one row, column by column."""
    tables = {text(each[0][0]): each for each in read(page).iter("div") if each.get("role")}
    head, body = next(each[0][1:] for name, each in tables.items() if caption in name)
    columns, rows = list(map(text, head[0])), [list(map(text, each)) for each in body]
    return dict(zip(columns, next(each for each in rows if each[0] == heading), strict=True))


def text(element):
    return "".join(element.itertext())


async def test_a_partner_reads_a_release_as_one_page_that_loads_nothing_and_runs_nothing(service):
    await entrants(service, {(NEWCASTLE, LAST_MAY): 9, (GATESHEAD, MAY): 6})
    made = await release(service)

    reply = await service.partner.get(REPORT)

    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert made in reply.text
    assert f"known on {TODAY.day} November 2026" in reply.text
    assert "Source: Youth Justice Board reporting code for first-time entrants" in reply.text
    assert row(reply.text, "First-time entrants (children)", "Gateshead")["2026/27 so far"] == "6"
    style = reply.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = reply.headers["content-security-policy"]
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert not re.search(LOADS_OR_RUNS, reply.text)
    assert set(re.findall(r'href="(.)', reply.text)) == {"#"}


async def test_the_public_is_told_less_on_a_page_of_its_own(service):
    await entrants(service, {(NEWCASTLE, LAST_MAY): 9, (GATESHEAD, LAST_MAY): 23})
    await release(service)

    page = (await service.partner.get(f"{REPORT}?audience=public")).text

    counts = "First-time entrants (children)"
    assert row(page, counts, "Newcastle upon Tyne")["2025/26"] == "hidden"
    assert ", for the public" in page
    assert ">9<" not in page
    assert ">23<" not in page


async def test_a_hidden_count_is_nowhere_in_its_place(service):
    await entrants(service, {(NEWCASTLE, LAST_MAY): 9, (NORTH_TYNESIDE, LAST_MAY): 3})
    await release(service)

    page = (await service.partner.get(REPORT)).text

    for table in ("First-time entrants (children)", "First-time entrants for every 100,000"):
        assert row(page, table, "North Tyneside")["2025/26"] == "hidden"
    chart = next(
        each for each in read(page).iter(f"{SVG}svg")
        if each.get("aria-labelledby", "").startswith(f"entrants-{NORTH_TYNESIDE}-")
    )  # fmt: skip
    said = " ".join(chart.itertext())
    assert "25/26: hidden" in said
    assert "3" not in re.sub(r"\d\d/\d\d", "", said)


def test_an_operator_writes_the_report_to_a_file_or_to_standard_output(tmp_path, monkeypatch):
    monkeypatch.setenv("OOCD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("OOCD_DATABASE_URL", raising=False)

    def oocd(*words):
        return CliRunner().invoke(main, ["statistics", *words])

    CliRunner().invoke(main, ["migrate"])
    oocd("release", "--as-at", "2026-01-31")
    file = tmp_path / "report.html"
    written, printed = oocd("report", "2026-01-31-1", str(file)), oocd("report")

    assert (written.exit_code, printed.exit_code) == (0, 0)
    assert printed.stdout == file.read_text()
    assert read(printed.stdout).tag == "html"
    refused = oocd("report", "2020-01-01-1")
    assert (refused.exit_code, refused.stdout) == (1, "")
