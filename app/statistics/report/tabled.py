"""The tables behind the charts: a caption, headings for rows and columns, and no blank cell."""

from collections.abc import Sequence

from app.panels.markup import Markup, element
from app.statistics.report.charts import Mark, Shown, plain

HIDDEN = element("span", "hidden", class_="hidden")
NONE = element("span", "–", class_="none")


def data_table(
    key: str, caption: str, headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> Markup:
    """It scrolls by itself where the page is narrow, by keyboard too."""
    head = element("tr", [element("th", each, scope="col") for each in headings])
    table = element(
        "table",
        element("caption", caption, id=f"{key}-caption"),
        element("thead", head),
        element("tbody", [element("tr", _cells(row)) for row in rows]),
    )
    return element(
        "div",
        table,
        class_="wide",
        tabindex="0",
        role="group",
        aria_labelledby=f"{key}-caption",
    )


def _cells(row: Sequence[str]) -> list[Markup]:
    heading, *figures = row
    cells = [element("td", each, class_="n") for each in figures]
    return [element("th", heading, scope="row"), *cells]


def cell(mark: Mark, shown: Shown = plain) -> str:
    if mark.hidden:
        return HIDDEN
    return NONE if mark.value is None else shown(mark.value)


def behind(*tables: Markup) -> Markup:
    """The figures of a chart, folded away on a screen and always there on paper."""
    return element("details", element("summary", "The figures as a table"), *tables)
