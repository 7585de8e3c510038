"""Every requirement on security has a row in docs/security.md, whose tests exist."""

import re

import pytest

from tests.architecture.source import ROOT, read

# How many there are of each family.
REQUIREMENTS = {
    "LAW": 11, "AUT": 7, "AZ": 9, "INP": 11, "CON": 6, "DUR": 6, "AVL": 5, "TIM": 3,
    "PRV": 5, "STA": 3, "AUD": 4, "RET": 4, "SUP": 4,
}  # fmt: skip
IDS = [f"{family}-{n + 1}" for family, many in REQUIREMENTS.items() for n in range(many)]


def rows(page):
    """Each row of the table: its id, what is done, the tests, and what is not met."""
    found = re.findall(r"^\| ([A-Z]{2,3}-\d+) \|(.*)\|(.*)\|(.*)\|$", page, re.MULTILINE)
    return [tuple(part.strip() for part in row) for row in found]


def missing(tests):
    """The tests named that are not there: by path, or by path and name."""
    named = re.findall(r"(tests/[\w/]+\.py)(?:::(\w+))?", tests)
    return [
        f"{path}::{name}"
        for path, name in named
        if not (ROOT / path).is_file() or (name and f"def {name}(" not in read(path))
    ]


def unanswered(page):
    """What is wrong with the table."""
    found = rows(page)
    listed = [identity for identity, *_ in found]
    wrong = [f"{each} has {listed.count(each)} rows" for each in IDS if listed.count(each) != 1]
    for identity, _, tests, why in found:
        wrong += [f"{identity}: no {each}" for each in missing(tests)]
        if "tests/" not in tests and not why:
            wrong.append(f"{identity} has neither a test nor a reason")
    return wrong


def test_there_are_seventy_eight_requirements():
    assert len(IDS) == 78


def test_every_requirement_is_answered_by_a_test_that_exists_or_a_reason():
    assert unanswered(read("docs/security.md")) == []


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("", "LAW-1 has 0 rows"),
        ("| LAW-1 | done | | |", "LAW-1 has neither a test nor a reason"),
        ("| LAW-1 | done | tests/nowhere.py | |", "LAW-1: no tests/nowhere.py::"),
        (
            "| LAW-1 | done | tests/architecture/source.py::test_x | |",
            "LAW-1: no tests/architecture/source.py::test_x",
        ),
    ],
)
def test_a_row_that_is_missing_or_empty_or_names_no_real_test_is_found(row, wrong):
    assert wrong in unanswered(row)
