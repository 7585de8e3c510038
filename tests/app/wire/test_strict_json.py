import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.wire.strict_json import DEEPEST, NotStrictJson, flaws, read

_plain = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | _plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_plain, inner, max_size=4),
    max_leaves=30,
)


@settings(max_examples=300)
@given(_values)
def test_ordinary_json_is_read_as_everyone_reads_it(value):
    raw = json.dumps(value, ensure_ascii=False).encode()

    assert read(raw) == value
    assert flaws(value) == []


@settings(max_examples=1000)
@given(st.binary(max_size=100))
def test_any_bytes_are_a_value_or_a_refusal(raw):
    try:
        value = read(raw)
    except NotStrictJson:
        return
    assert json.loads(raw) == value


def test_depth_is_counted_to_the_last_level():
    def nested(depth):
        return read(b"[" * depth + b"]" * depth)

    assert flaws(nested(DEEPEST)) == []
    with pytest.raises(NotStrictJson, match="32"):
        flaws(nested(DEEPEST + 1))


@pytest.mark.parametrize(
    "text", ["naïve", "e\u0301", "ŵŷ", "سلام", "👩‍👧", "a\u00a0b", "a\n\tb", ""]
)
def test_text_people_write_is_kept(text):
    assert flaws({"note": text}) == []


def test_a_pointer_repeats_only_what_could_be_a_field_of_ours():
    assert [p for p, _, _ in flaws({"offences": [{"a/b": "\x00"}]})] == ["/offences/0/?"]
    assert [p for p, _, _ in flaws({"Sam Example": {"c~d": "\x00"}})] == ["/?/?"]
    assert {p for p, _, _ in flaws({"\x00": "\x00"})} == {"/", "/?"}
