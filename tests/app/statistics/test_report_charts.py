"""What charts may say: nothing across a gap, by colour alone, or without a table behind it."""

import dataclasses
import re
from datetime import date
from itertools import chain

import pytest

from app.statistics.published import Published, Series
from app.statistics.registry import SPECS
from app.statistics.report.charts import Line, Mark, Span, bars, intervals, lines
from app.statistics.report.drawing import even_axis, ratio_axis, ticks
from app.statistics.report.page import page, style
from app.statistics.report.release import newest
from app.statistics.report.sections import SECTIONS
from app.statistics.report.wording import name_of
from app.statistics.spec import BETWEEN, Measure
from panel_protocol.library import load
from tests.accessibility import found_by_axe
from tests.reports import SVG, a_report, read

HIDDEN, NAMES = Mark(None, hidden=True), ["2022", "2023", "2024", "2025", "2026"]


@pytest.fixture(scope="module")
def protocol():
    return load()


@pytest.fixture(scope="module")
def told(protocol):
    rates = [
        published(area, year, rate)
        for area in protocol.areas
        for year, rate in ((2022, 137), (2023, None), (2024, 230))
    ]
    return dataclasses.replace(a_report(protocol), published=rates)


def published(area, year, rate, vintage="V3", **other):
    period = {"period_start": date(year, 1, 1), "period_end": date(year, 12, 31), **other}
    source = {"series": Series.PNC, "vintage": vintage, "source": "A table"}
    return Published(area=area, rate=rate, count=None, **period, **source)


@pytest.fixture(scope="module")
def whole(told):
    return read(page(told))


def drawn(*marks, kind="ours", breaks=()):
    line = Line("ours", marks, kind, frozenset(breaks))
    return read(
        lines("a", "Here", "What it shows.", names=NAMES[: len(marks)], drawn=[line], most=10)
    )


def joined(picture):
    """How many points each line joins."""
    return [len(each.get("points").split()) for each in picture.iter(f"{SVG}polyline")]


def points(picture):
    return [each.get("class") for each in picture.iter() if "point" in each.get("class", "")]


def test_a_line_is_never_joined_across_a_hidden_count_which_is_marked():
    picture = drawn(Mark(6), Mark(7), HIDDEN, Mark(8), Mark(9))

    assert joined(picture) == [2, 2]
    assert len(points(picture)) == 4
    assert len([each for each in picture.iter() if each.get("class") == "stripes"]) == 1


def test_a_line_is_not_joined_to_what_may_still_grow_nor_across_another_basis():
    assert joined(drawn(Mark(6), Mark(7), Mark(2, so_far=True))) == [2]
    assert joined(drawn(Mark(6), Mark(7), Mark(8), Mark(9), breaks=[2])) == [2, 2]
    assert joined(drawn(Mark(6), Mark(None), Mark(8))) == []


def test_a_nought_is_a_bar_of_no_height_and_a_hidden_count_is_stripes_as_high_as_any():
    picture = read(bars("a", "Here", "", names=NAMES[:3], marks=[Mark(0), HIDDEN, Mark(9)], most=9))

    nought, nine = (each for each in picture.iter(f"{SVG}rect") if each.get("class") == "bar")
    assert (float(nought.get("height", "")), float(nine.get("height", "")) > 100) == (0, True)
    assert [e.text for e in picture.iter(f"{SVG}text") if "value" in e.get("class", "")] == [
        "0",
        "9",
    ]


def test_an_interval_reaches_from_end_to_end_and_one_that_is_hidden_has_no_ends():
    rows = [
        Span("Here", 0.2, 0.4, 0.6, "40%"),
        Span("There", None, None, None, "hidden", hidden=True),
    ]
    picture = read(intervals("a", "Shares", "", rows=rows, axis=even_axis(1)))

    reaches = [each for each in picture.iter() if each.get("class") == "reach"]
    assert len(reaches) == 1
    axis = even_axis(1)
    wide = axis.place(0.6) - axis.place(0.2)
    assert float(reaches[0].get("width", "")) == pytest.approx(wide, abs=0.1)


def test_twice_and_half_are_equally_far_from_even_and_no_ratio_leaves_the_paper():
    axis = ratio_axis()

    assert axis.place(2) - axis.place(1) == pytest.approx(axis.place(1) - axis.place(0.5))
    assert axis.place(0) == axis.place(0.125)
    assert axis.place(36) == axis.place(8)


@pytest.mark.parametrize(
    ("most", "expected"),
    [(0, [0, 1]), (1, [0, 0.5, 1]), (7, [0, 2, 4, 6, 8]), (230, [0, 100, 200, 300])],
)
def test_a_scale_has_round_numbers_and_holds_the_largest(most, expected):
    assert ticks(most) == expected


def test_ours_and_the_published_rates_are_never_in_one_line(whole):
    charts = [each for each in whole.iter(f"{SVG}svg") if (each.get("aria-labelledby") or "")
              .startswith("rates-E0")]  # fmt: skip
    assert len(charts) == 6
    for each in charts:
        kinds = [line.get("class") for line in each.iter(f"{SVG}polyline")]
        assert all(kind in ("line ours", "line published") for kind in kinds)
        assert "PNC 230" in " ".join(each.itertext())
        # 2023 was suppressed by its publisher, so that its line is in two parts.
        assert "line published" not in kinds


def test_of_what_was_published_the_newest_vintage_is_drawn_and_calendar_years_alone():
    older, newer = published("E08000021", 2022, 130, "V2"), published("E08000021", 2022, 137)
    elsewhere = published("E12000001", 2022, 137)
    to_march = published("E08000021", 2022, 99, period_end=date(2022, 3, 31))

    assert newest([older, newer, elsewhere, to_march], {"E08000021"}) == [newer]


def test_behind_every_chart_stands_a_table_and_every_chart_says_what_it_shows(whole):
    figures = list(whole.iter("figure"))
    assert len(figures) >= 3
    for figure in figures:
        pictures = [each for each in figure.iter(f"{SVG}svg") if each.get("role") == "img"]
        said = {each.get("id"): each.text for each in figure.iter() if each.get("id")}
        for picture in pictures:
            title, described = picture.get("aria-labelledby").split()
            assert said[title]
            assert said[described]
        assert not pictures or list(figure.iter("table"))


def test_every_table_has_a_caption_headings_and_no_blank_cell(whole):
    for table in whole.iter("table"):
        assert "".join(table.find("caption").itertext())
        width = len(table.findall("thead/tr/th"))
        assert {each.get("scope") for each in table.findall("thead/tr/th")} == {"col"}
        for row in table.findall("tbody/tr"):
            assert row[0].get("scope") == "row"
            assert len(row) == width
            assert all("".join(cell.itertext()).strip() for cell in row)


def test_no_two_things_on_the_page_have_one_name_and_every_link_leads_somewhere(whole):
    named = [each.get("id") for each in whole.iter() if each.get("id")]
    links = [each.get("href") for each in whole.iter("a")]

    assert len(named) == len(set(named))
    assert {link.removeprefix("#") for link in links} <= set(named)


def test_a_section_is_there_only_if_the_release_holds_its_measure(protocol):
    entrants_alone = a_report(protocol, of=[Measure.FIRST_TIME_ENTRANTS])

    assert [made.key for make in SECTIONS if (made := make(entrants_alone))] == ["entrants"]
    assert 'id="disposals"' not in page(entrants_alone)


def test_whatever_the_release_says_is_text_and_never_markup(told):
    said = "</p><script>alert('x')</script>"
    about = told.about.model_copy(update={"notes": [said]})

    drawn_up = page(dataclasses.replace(told, about=about))

    assert "<script" not in drawn_up
    assert "&lt;script&gt;" in drawn_up


def test_every_series_has_a_name_a_reader_understands():
    every = chain.from_iterable(spec.series for spec in SPECS.values())
    codes = set(chain.from_iterable(series.split(BETWEEN) for series in every))

    assert not [code for code in codes if code and "_" in name_of(code)]


def test_axe_finds_nothing(protocol):
    # Lines, bars and intervals; the other sections are made of the same.
    of = [Measure.FIRST_TIME_ENTRANTS, Measure.DISPOSALS, Measure.TIMELINESS]
    (found,) = found_by_axe(page(a_report(protocol, of=of, years=1)))

    assert found.violations == []
    assert found.passes > 20


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def colours():
    return dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", style().split("}")[0]))


@pytest.mark.parametrize("name", ["ink", "quiet", "link", "ours", "theirs"])
def test_text_stands_out_from_paper_and_wash(name):
    assert contrast(colours()[name], "#ffffff") >= 4.5
    assert contrast(colours()[name], colours()["wash"]) >= 4.5


@pytest.mark.parametrize("name", ["ours", "theirs", "reach", "stripe"])
def test_what_is_drawn_stands_out_from_paper_and_wash(name):
    assert contrast(colours()[name], "#ffffff") >= 3
    assert contrast(colours()[name], colours()["wash"]) >= 3


def test_the_median_stands_out_from_its_bar():
    assert contrast(colours()["ink"], colours()["reach"]) >= 3


def test_contrast_is_measured_as_the_guidelines_do():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
