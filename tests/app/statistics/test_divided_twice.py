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


def test_what_the_ways_of_dividing_force_from_afar_makes_no_release_unsafe():
    one, other, also, besides = range(4)
    members = (*(frozenset([part]) for part in range(4)), frozenset([one, besides]))
    twice = ((frozenset([one]), frozenset([other, also])),)
    linked = Linked(parts=(2, 1, 1, 1), members=members, cost=(1.0,) * 5, equal=twice)

    hidden = hide(linked, threshold=5)

    published = Published(members=members, counts=[None] * 5, equal=twice)
    assert hidden == set(range(5))
    assert exposed(published, sensitive=range(5), threshold=5) == []
