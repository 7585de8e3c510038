"""A case of North Tyneside, and the managers of two services."""

import pytest

from tests.pathway import Pathway
from tests.service import GATESHEAD, NORTH_TYNESIDE


@pytest.fixture
async def case(service):
    return await Pathway(service).submitted()


@pytest.fixture
def sending(service):
    return service.user("yot_manager", subject="manager@nt", areas=[NORTH_TYNESIDE])


@pytest.fixture
def receiving(service):
    return service.user("yot_manager", subject="manager@gateshead", areas=[GATESHEAD])
