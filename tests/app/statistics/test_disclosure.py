"""What is hidden, asked of somebody who adds up and takes away."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.statistics.audit import Published, exposed
from app.statistics.disclosure import Linked, NotSafe, hide, sensitive

THRESHOLD = 5


def crossed(counts, known=()):
    """A table of areas by quarters with all its totals; the parts that are nought are left out."""
    rows, columns = np.array(counts).shape
    cells = [(r, c) for r in range(rows) for c in range(columns)]
    sums = [[cell] for cell in cells]
    sums += [[cell for cell in cells if cell[0] == r] for r in range(rows)]
    sums += [[cell for cell in cells if cell[1] == c] for c in range(columns)]
    sums.append(cells)
    there = [cell for cell in cells if counts[cell[0]][cell[1]]]
    number = {cell: place for place, cell in enumerate(there)}
    members = [frozenset(number[cell] for cell in each if cell in number) for each in sums]
    kept = tuple(each for each in members if each)
    return Linked(
        parts=tuple(counts[r][c] for r, c in there),
        members=kept,
        cost=(1.0,) * len(kept),
        known=tuple(known),
    )


def totals(linked):
    return [sum(linked.parts[part] for part in inside) for inside in linked.members]


def small(linked):
    return sensitive(totals(linked), threshold=THRESHOLD)


def seen(linked, hidden):
    counts = [None if f in hidden else value for f, value in enumerate(totals(linked))]
    return Published(linked.members, counts)


def found_out(linked, hidden):
    return exposed(seen(linked, hidden), sensitive=small(linked), threshold=THRESHOLD)


# Six areas by four disposals, invented, with one cell of 3.
SIX_BY_FOUR = [
    [12, 9, 7, 15],
    [8, 3, 11, 6],
    [14, 10, 5, 9],
    [7, 13, 6, 8],
    [9, 5, 12, 10],
    [11, 6, 8, 7],
]
CELL, SAME_ROW = 5, 4
RECTANGLE = {4, 5, 8, 9}


def test_one_hidden_count_is_the_total_less_the_others():
    assert found_out(crossed(SIX_BY_FOUR), {CELL}) == [CELL]


def test_a_second_hidden_in_the_same_row_is_no_help_for_the_columns_give_both_away():
    assert found_out(crossed(SIX_BY_FOUR), {CELL, SAME_ROW}) == [CELL]


def test_a_rectangle_of_hidden_counts_keeps_the_small_one_in_doubt():
    assert found_out(crossed(SIX_BY_FOUR), RECTANGLE) == []


def test_the_choice_hides_no_more_than_a_rectangle_would():
    linked = crossed(SIX_BY_FOUR)
    hidden = hide(linked, threshold=THRESHOLD)

    assert CELL in hidden
    assert len(hidden) <= len(RECTANGLE)
    assert found_out(linked, hidden) == []


def test_two_small_counts_with_a_small_sum_are_not_hidden_by_hiding_them_alone():
    # 1 and 2 in one row whose total of 9 is shown: together they are 3, so neither can be 5.
    linked = crossed([[1, 2, 6], [7, 8, 9]])

    assert set(found_out(linked, set(small(linked)))) == {0, 1}
    assert found_out(linked, hide(linked, threshold=THRESHOLD)) == []


def test_where_nothing_is_small_nothing_is_hidden():
    assert hide(crossed([[5, 6], [7, 8]]), threshold=THRESHOLD) == frozenset()


def test_noughts_are_shown_and_never_used_to_hide_behind():
    linked = crossed([[3, 0], [0, 9]])

    assert found_out(linked, hide(linked, threshold=THRESHOLD)) == []
    assert all(linked.members)


def test_the_same_counts_are_always_hidden_the_same_way():
    assert len({hide(crossed(SIX_BY_FOUR), threshold=THRESHOLD) for _ in range(5)}) == 1


def test_what_an_earlier_release_showed_cannot_be_hidden_behind():
    linked = crossed(SIX_BY_FOUR)
    first = hide(linked, threshold=THRESHOLD)
    beside = min(first - {CELL})
    again = crossed(SIX_BY_FOUR, known=[linked.members[beside]])

    second = hide(again, threshold=THRESHOLD)

    assert CELL in second
    pair = Published(
        [*again.members, again.members[beside]],
        [*seen(again, second).counts, totals(again)[beside]],
    )
    assert exposed(pair, sensitive=[CELL], threshold=THRESHOLD) == []


def test_what_is_known_already_cannot_be_protected_and_there_is_no_release():
    linked = crossed(SIX_BY_FOUR)

    with pytest.raises(NotSafe):
        hide(crossed(SIX_BY_FOUR, known=[linked.members[CELL]]), threshold=THRESHOLD)


@settings(max_examples=40)
@given(st.lists(st.lists(st.integers(0, 8), min_size=2, max_size=2), min_size=2, max_size=2))
def test_somebody_who_tries_every_table_finds_no_small_count(counts):
    linked = crossed(counts)
    hidden = hide(linked, threshold=THRESHOLD)
    published = seen(linked, hidden)

    tables = every_table_that_fits(published, parts=len(linked.parts), most=20)
    for figure in small(linked):
        values = tables[:, sorted(linked.members[figure])].sum(axis=1)
        assert values.min() <= 1
        assert values.max() >= THRESHOLD
    for figure, inside in enumerate(linked.members):
        if figure in hidden:
            values = tables[:, sorted(inside)].sum(axis=1)
            assert values.min() < values.max()


def every_table_that_fits(published, *, parts, most):
    tables = np.array(list(product(range(most + 1), repeat=parts)), dtype=np.int64)
    for inside, count in zip(published.members, published.counts, strict=True):
        if count is not None:
            tables = tables[tables[:, sorted(inside)].sum(axis=1) == count]
    return tables


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(0, 12), min_size=5, max_size=5), min_size=4, max_size=6))
def test_every_table_can_be_made_safe_and_the_attack_agrees(counts):
    linked = crossed(counts)

    assert found_out(linked, hide(linked, threshold=THRESHOLD)) == []
