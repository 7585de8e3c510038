"""A count that two tables divide in different ways."""

from app.statistics.audit import Published, exposed
from app.statistics.disclosure import Linked, hide

# Two within the target and two late are four decisions, which another table counts as such.
WITHIN, LATE, DECIDED = range(3)
MEMBERS = (frozenset([WITHIN]), frozenset([LATE]), frozenset([DECIDED]))
BOTH_WAYS = ((frozenset([WITHIN, LATE]), frozenset([DECIDED])),)


def test_a_count_is_no_lower_than_its_parts_allow_when_none_of_them_is_nought():
    linked = Linked(parts=(2, 2, 4), members=MEMBERS, cost=(1.0, 1.0, 1.0), equal=BOTH_WAYS)

    hidden = hide(linked, threshold=5)

    published = Published(members=MEMBERS, counts=[None, None, None], equal=BOTH_WAYS)
    assert hidden == {WITHIN, LATE, DECIDED}
    assert exposed(published, sensitive=[WITHIN, LATE, DECIDED], threshold=5) == []


def test_what_one_table_shows_gives_away_what_the_other_hides():
    published = Published(members=MEMBERS, counts=[None, 20, 24], equal=BOTH_WAYS)

    assert exposed(published, sensitive=[WITHIN], threshold=5) == [WITHIN]
