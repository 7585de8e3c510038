"""The words are read by children and courts: a change of words is seen in review."""

from tests.protocol import phrasebook


def test_the_phrasebook_says_what_is_said():
    """Stale? `python -m tests.protocol.phrasebook` writes it anew."""
    assert phrasebook.PATH.read_text() == phrasebook.made()
