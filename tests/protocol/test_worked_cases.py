"""Worked cases: each a few lines that a practitioner can check, with the authority expected.

A file directly in `worked/` is a case at triage and the options open in it. A file in a folder is
a question of another kind: `[asked]` holds the facts, `[expect]` the answer. To add a kind, add a
folder, and its line to `KINDS` in `asking.py`.
"""

import pytest

from panel_protocol.facts import records
from tests.protocol.asking import FILES, FOLDER, KINDS, PROTOCOL, ask
from tests.protocol.phrasebook import rows, written
from tests.protocol.worked_facts import plain, read

CASES = [path for path in FILES if path.parent == FOLDER]
QUESTIONS = [path for path in FILES if path.parent != FOLDER]
BOOK = written()
STALE = "run python -m tests.protocol.phrasebook, and read in docs/protocol what changed"


def check_reasons(expected, reasons):
    """Reasons worth naming are named, with who says so; others may be added to without harm."""
    told = {(reason.code, reason.source) for reason in reasons}
    if isinstance(expected, dict):
        assert set(expected.items()) <= told
    else:
        assert set(expected) <= {code for code, _ in told}


def check_options(expected, found):
    for disposal, wanted in expected.items():
        option = found[disposal]
        check_reasons(wanted.pop("reasons", []), option.reasons)
        assert set(wanted.pop("needs", [])) <= set(option.needs)
        means = {"open": option.open, **records([option.consequences])[0]}
        assert {name: means[name] for name in wanted} == plain(wanted)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_worked_case_comes_out_as_practitioners_expect(path):
    met = ask(path)
    found, expected = met.found, read(path)["expect"]

    assert not rows(met) - BOOK, STALE
    check_reasons(expected.pop("reasons"), found["triage"])
    check_options(expected.pop("options", {}), found["options"])
    assert expected.pop("instead", {}).items() <= found["instead"].items()
    assert {name: found[name] for name in expected} == expected
    assert found["flags"] == expected.get("flags", [])


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: f"{path.parent.name}: {path.stem}")
def test_a_worked_question_is_answered_as_practitioners_expect(path):
    met = ask(path)
    expected = read(path)["expect"]

    assert not rows(met) - BOOK, STALE
    for each in {"reasons", "notes"} & expected.keys() - met.found.keys():
        check_reasons(expected.pop(each), met.reasons)
    if "warned" in met.found:
        warned = set(met.found["warned"])
        assert set(expected.pop("warnings", [])) <= warned
        assert not set(expected.pop("without", [])) & warned
    assert {name: met.found.get(name) for name in expected} == expected
    assert not met.whole or met.found.keys() == expected.keys()


def test_every_worked_case_tells_its_story_and_is_asked_by_somebody():
    for path in FILES:
        assert read(path)["story"].endswith("."), path
        assert path.parent.name in KINDS, path


def test_every_kind_of_question_has_a_worked_case():
    assert {path.parent.name for path in FILES} == KINDS.keys()


def test_every_reason_a_worked_case_meets_or_names_has_a_source_that_exists():
    for path in FILES:
        named = read(path)["expect"].get("reasons", {})
        told = {reason.source for reason in ask(path).reasons}
        named = set(named.values()) if isinstance(named, dict) else set()
        assert told | named <= PROTOCOL.sources.keys(), path


def test_there_are_enough_worked_cases_to_be_worth_reading():
    assert len(FILES) >= 120
