"""What an address says of a person: nothing (PRV-2, PRV-3)."""

import re
from itertools import pairwise

import pytest

from app.database import new_id
from app.main import create_app
from app.settings import Settings

# Text that is not about a child, and why it may stand in an address.
FREE = {
    "actor": "a professional's opaque subject, for an auditor's reading of the journal",
    "allocated_to": "a professional's opaque subject at the identity provider, to filter a list",
    "cursor": "sealed by us; holds ids and dates only",
    "edition": "the name of an edition of the protocol",
    "q": "words of an offence, not of a case",
    "release": "the name of a statistical release",
    "section": "the name of a section of the assessment",
}
PERSONAL = re.compile(
    r"name|birth|dob|born|(?:^|_)age(?:_|$)|reference|urn|pnc|person|address|post_?code|e_?mail|phone|sex|ethnic"
)


def told(parameter):
    """Whether a parameter could hold anything a client knows of a person."""
    if PERSONAL.search(parameter["name"]):
        return True
    if parameter["name"] in FREE or parameter["name"].endswith("_id"):
        return False
    schema = parameter["schema"]
    return not all(
        "$ref" in kind
        or kind.get("type") in ("integer", "boolean", "null")
        or kind.keys() & {"enum", "const", "pattern"}
        or kind.get("format") == "date"
        for kind in schema.get("anyOf", [schema])
    )


def test_no_address_holds_what_is_known_of_a_person(tmp_path):
    document = create_app(Settings(data_dir=tmp_path)).openapi()
    found = [
        f"{operation['operationId']}: {parameter['name']}"
        for path in document["paths"].values()
        for operation in path.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] in ("path", "query") and told(parameter)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["family_name", "date_of_birth", "police_reference", "words"])
def test_a_parameter_that_could_name_a_child_is_found(name):
    assert told({"name": name, "schema": {"type": "string"}})


def test_an_id_is_128_bits_of_chance_and_says_nothing_of_its_neighbour_or_its_time():
    ids = [new_id() for _ in range(1000)]

    assert len(set(ids)) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", each) for each in ids)
    # Of random ids every second is above the one before; of ids in order all are.
    rising = sum(a < b for a, b in pairwise(ids))
    assert 400 < rising < 600
    # No place holds the same letter for long; the last holds two bits only.
    for place in range(21):
        assert len({each[place] for each in ids}) > 50


async def test_what_a_reply_points_to_is_an_id_and_no_more(service):
    opened = await service.police.submit()

    case = opened.json()["id"]
    assert re.fullmatch(rf"(/v1/(cases|submissions)/{case})?", opened.headers.get("location", ""))
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", opened.headers["x-request-id"])


async def test_no_browser_elsewhere_is_let_in(service):
    for method in ("OPTIONS", "GET"):
        reply = await service.officer.client.request(
            method,
            "/v1/cases",
            headers={"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"},
        )
        assert not [name for name in reply.headers if name.startswith("access-control")]
        assert reply.headers["cache-control"] == "no-store"
