"""The taste as it stands in the service after loading: told once each, on both databases."""

import logging
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from io import StringIO
from itertools import chain
from typing import Any

import pytest
from rich.console import Console

from app import clock
from app.demo import loading, taste
from app.demo.staff import Staff
from app.settings import Settings
from panel_protocol.journey import Stage
from panel_protocol.terms import (
    BreachChoice,
    ClosedAs,
    ConditionStatus,
    CourtOutcome,
    Disposal,
    RestorativeAnswer,
    Route,
    VictimStatus,
    WithdrawalReason,
)

TODAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
SEED = 7


def once_each(calendar, protocol, last):
    told = [replace(each, times=1) for each in taste.TOLD]
    return [taste.booked(SEED, calendar, list(protocol.areas), last, told=told)]


@dataclass
class Found:
    """Everything the caseload shows to somebody who looks at every case."""

    cases: list[Any] = field(default_factory=list)
    panels: list[Any] = field(default_factory=list)
    seen: dict[str, list[Any]] = field(default_factory=dict)

    def every(self, what):
        return {value for value in self.seen.get(what, ()) if value is not None}


async def pages(user, path):
    items, address = [], path
    while address:
        page = await user.asks("GET", address)
        items += page["items"]
        address = f"{path}&cursor={page['next']}" if page["next"] else ""
    return items


async def look(staff: Staff) -> Found:
    found = Found()
    for listed in ("/v1/cases?limit=200", "/v1/cases?limit=200&stage=closed"):
        found.cases += await pages(staff.everywhere, listed)
    found.panels = await pages(staff.everywhere, "/v1/panels?limit=200")
    for case in found.cases:
        path = f"/v1/cases/{case['id']}"
        whole = await staff.everywhere.asks("GET", path)
        history = await staff.everywhere.asks("GET", f"{path}/history")
        plan = await staff.everywhere.asks("GET", f"{path}/conditions")
        note(found, case, whole, history, plan)
    return found


def note(found, case, whole, history, plan):
    decisions = history["decisions"]
    said = {
        "routes": [case["route"]],
        "areas": [case["area"]],
        "stages": [case["stage"]],
        "closings": [case["closed_as"]],
        "editions": [each["edition"] for each in decisions if each["kind"] == "triage"],
        "matrix": [each["answer"]["gravity"]["matrix"] for each in decisions
                   if each["kind"] == "triage"],
        "actions": [each["action"] for each in history["changes"]],
        "withdrawals": [each["why"].split(":")[0] for each in history["changes"]
                        if each["action"] == "withdraw_case"],
        "panel": answers(decisions, "disposal", "disposal"),
        "police": answers(decisions, "police_decision", "disposal"),
        "breaches": answers(decisions, "breach_decision", "decision"),
        "courts": answers(decisions, "court_result", "result"),
        "conditions": [each["status"] for each in plan["items"]],
        "victims": [each["status"] for each in whole["victims"]],
        "restorative": [each["wishes"].get("restorative_justice") for each in whole["victims"]],
        "synthetic": [whole["child"]["synthetic"]],
        "disagreed": [bool(whole["police_decision"]) and not whole["police_decision"]["agrees"]],
    }  # fmt: skip
    for what, values in said.items():
        found.seen.setdefault(what, []).extend(values)


def answers(decisions, kind, field):
    return [each["answer"].get(field) for each in decisions if each["kind"] == kind]


@pytest.fixture
async def settings(database_url, tmp_path):
    return Settings(data_dir=tmp_path / "data", database_url=database_url)


async def load(settings, choose=once_each):
    said = StringIO()
    with clock.standing_at(TODAY):
        summary, _ = await loading.bring(settings, choose, Console(file=said))
    return summary, said.getvalue()


async def test_the_taste_shows_every_road_stage_and_ending_and_loads_once(settings):
    summary, _ = await load(settings)
    with clock.standing_at(TODAY):
        async with loading.opened(settings) as (service, staff):
            found = await look(staff)
            released = await staff.partner.asks("GET", "/v1/statistics/releases/latest")

    assert found.every("routes") == set(Route)
    assert found.every("areas") == set(service.protocol.areas)
    assert found.every("stages") == set(Stage)
    assert found.every("closings") == set(ClosedAs) - {ClosedAs.TRANSFERRED_OUT}
    assert found.every("panel") == set(Disposal)
    assert found.every("police") == set(Disposal)
    assert found.every("conditions") == set(ConditionStatus)
    assert found.every("breaches") == set(BreachChoice)
    assert found.every("courts") == set(CourtOutcome)
    assert found.every("victims") == set(VictimStatus)
    assert found.every("restorative") == set(RestorativeAnswer)
    assert found.every("withdrawals") == set(WithdrawalReason) - {WithdrawalReason.OTHER}
    assert found.every("editions") == {"2025.1", "2026.2"}
    assert found.every("matrix") == {"illustrative"}
    assert any(found.every("disagreed"))
    assert "remove_case_from_panel" in found.every("actions")
    assert any(case["overdue"] for case in found.cases)
    assert any(panel["held_on"] > "2026-11-21" and panel["cases"] for panel in found.panels)
    assert found.every("synthetic") == {True}

    assert released["as_at"] == "2026-11-20"

    again, said = await load(settings)
    assert "already loaded" in said
    assert again == summary
    assert sum(again.stages.values()) == len(found.cases)


@pytest.mark.usefixtures("released_in_part")
async def test_a_loading_that_was_interrupted_is_not_mistaken_for_a_whole_one(settings, caplog):
    caplog.set_level(logging.INFO, logger="oocd")

    def the_first_few(calendar, protocol, last):
        [booked] = once_each(calendar, protocol, last)
        return [sorted(booked, key=lambda each: each.start)[:6]]

    _, said = await load(settings, the_first_few)
    assert "Telling 6 children's stories" in said
    assert {record.levelno for record in caplog.records} == {logging.WARNING}
    with pytest.raises(loading.HalfLoaded):
        await load(settings)


@pytest.mark.usefixtures("released_in_part")
async def test_the_same_seed_gives_the_same_entrants_and_counts(tmp_path, sqlite_template):
    def a_few(calendar, protocol, last):
        return [list(chain(*once_each(calendar, protocol, last)))[::7]]

    summaries = []
    for name in ("one", "another"):
        database = tmp_path / f"{name}.sqlite"
        database.write_bytes(sqlite_template.read_bytes())
        settings = Settings(data_dir=tmp_path / name, database_url=f"sqlite:///{database}")
        summary, _ = await load(settings, a_few)
        summaries.append(summary)
    assert summaries[0] == summaries[1]
    assert Counter(summaries[0].disposals).total() > 0
