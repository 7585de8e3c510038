import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.problems import Unacceptable
from app.wire import open_cursor, seal_cursor

KEY = b"a key of this installation"
LAST: list[str | int | None] = ["Example", "2026-09-11T09:30:00Z", 7, None]


def test_a_list_goes_on_where_it_stopped():
    assert open_cursor(KEY, "cases", seal_cursor(KEY, "cases", LAST)) == tuple(LAST)
    assert open_cursor(KEY, "cases", None) is None


def test_a_cursor_says_nothing_to_its_bearer():
    cursor = seal_cursor(KEY, "children", LAST)

    assert "Example" not in cursor
    assert cursor != seal_cursor(KEY, "children", LAST)


def test_a_cursor_is_good_for_its_own_list_and_service_alone():
    cursor = seal_cursor(KEY, "cases", LAST)

    for key, of in ((KEY, "children"), (b"another", "cases")):
        with pytest.raises(Unacceptable) as said:
            open_cursor(key, of, cursor)
        assert said.value.extra["errors"][0]["pointer"] == "/query/cursor"


def test_a_cursor_changed_anywhere_is_refused():
    cursor = seal_cursor(KEY, "cases", LAST)

    for place, letter in enumerate(cursor[:-1]):
        changed = cursor[:place] + ("A" if letter != "A" else "B") + cursor[place + 1 :]
        with pytest.raises(Unacceptable):
            open_cursor(KEY, "cases", changed)


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_a_made_up_cursor_is_refused(text):
    with pytest.raises(Unacceptable):
        open_cursor(KEY, "cases", text)
