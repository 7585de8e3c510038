import tomllib
from datetime import date
from pathlib import Path

import pytest

from panel_protocol.facts import from_record, to_record
from panel_protocol.rules.options import options
from panel_protocol.rules.routing import triage

WORKED = sorted((Path(__file__).parent / "worked").glob("*.toml"))
OFFENCE = {"area": "E08000021", "aggravating_factors": [], "mitigating_factors": []}
EARLIER = {
    "home_area": "E08000022", "overturned_on": None, "offence_committed_on": None,
    "offence_code": None,
}  # fmt: skip


def plain(value):
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def facts_of(worked, usual):
    case = plain(worked["case"])
    day = worked["on"].isoformat()
    offences = [OFFENCE | {"committed_on": day} | each for each in case["offences"]]
    history = [EARLIER | each for each in case.get("history", [])]
    return from_record(usual | case | {"offences": offences, "history": history})


def found_in(protocol, facts, on):
    road = triage(protocol, facts, on)
    choices = options(protocol, facts, on)
    return {
        "edition": road.edition,
        "base": road.gravity.base,
        "final": road.gravity.final,
        "route": road.route,
        "flags": list(road.flags),
        "reasons": [reason.code for reason in road.reasons],
        "open": [option.disposal for option in choices if option.open],
        "starts": [option.disposal for option in choices if option.starting_point],
    }


@pytest.mark.parametrize("path", WORKED, ids=lambda path: path.stem)
def test_a_worked_case_comes_out_as_practitioners_expect(protocol, a_case, path):
    worked = tomllib.loads(path.read_text())
    found = found_in(protocol, facts_of(worked, to_record(a_case())), worked["on"])
    expected = worked["expect"]

    # The reasons worth naming are named; the rest may be added to without breaking the case.
    assert set(expected.pop("reasons")) <= set(found["reasons"])
    assert {name: found[name] for name in expected} == expected
    assert found["flags"] == expected.get("flags", [])


def test_there_are_enough_worked_cases_to_be_worth_reading():
    assert len(WORKED) >= 8
    assert all(tomllib.loads(path.read_text())["story"] for path in WORKED)
