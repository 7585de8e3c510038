"""A table in the form the caller would rather have."""

import pytest

from app.statistics.forms import Form, rather
from app.statistics.tabular import safe


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, Form.JSON),
        ("*/*", Form.JSON),
        ("text/html", Form.JSON),
        ("text/csv", Form.CSV),
        ("TEXT/CSV", Form.CSV),
        ("text/*", Form.CSV),
        ("text/csv, application/json", Form.JSON),
        ("text/csv, application/json;q=0.9", Form.CSV),
        ("text/csv;q=0, */*", Form.JSON),
        ("text/csv;q=nonsense", Form.JSON),
        ("application/csvm+json", Form.CSVW),
        ("application/csvm+json, */*;q=0.1", Form.CSVW),
        ("application/*", Form.JSON),
    ],
)
def test_the_form_a_caller_would_rather_have(accept, form):
    assert rather(accept) is form


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\0",
        " =1",
        '"=1',
        "'=1",
        "\uff1d1",
        "\uff0b1",
    ],
)
def test_no_cell_is_run_by_a_spreadsheet(formula):
    assert safe(formula) == f"'{formula}"


@pytest.mark.parametrize("text", ["", "E08000021", "2026-11-21-1", "outcome_22"])
def test_other_text_is_left_as_it_is(text):
    assert safe(text) == text
