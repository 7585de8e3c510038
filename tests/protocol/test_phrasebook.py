"""The words are read by children and courts: a change of words is seen in review."""

from tests.protocol import phrasebook


def test_the_phrasebook_says_what_is_said():
    stale = "run python -m tests.protocol.phrasebook, and read what changed"

    assert phrasebook.PATH.read_text() == phrasebook.made(), stale
