from functools import partial

import pytest

from app.demo import loading, releasing
from tests.counting import TWO


@pytest.fixture
def released_in_part(monkeypatch):
    """For stories that nobody reads in a release: most of its tables are left out."""
    monkeypatch.setattr(loading, "release", partial(releasing.release, measures=TWO))
