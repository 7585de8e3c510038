import pytest

from tests.service import GATESHEAD, NEWCASTLE, a_case, a_child


async def known(service, **described):
    child = a_child(**described)
    await service.police.submit(a_case(child=child))
    return child


async def found(service, **wanted):
    reply = await service.officer.post("/v1/children/search", wanted)
    assert reply.status_code == 200
    return [(each["family_name"], each["given_names"]) for each in reply.json()["items"]]


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("O’Neill", "o’n"),
        ("Zoë", "ZOË"),
        ("Zoe\u0308", "Zoë"),
        ("Straße", "STRASSE"),
        ("Ŵyn", "ŵyn"),
        ("محمد", "محمد"),
        ("van Dyke", "VAN D"),
    ],
)
async def test_a_name_is_found_however_it_is_written(service, kept, asked):
    await known(service, family_name=kept, given_names="Ada")
    await known(service, family_name="Bystander")

    assert [given for _, given in await found(service, family_name=asked)] == ["Ada"]


@pytest.mark.parametrize("asked", ["%", "_", "E%", "Exampl_", "\\", "/", "'", "' OR 1=1 --"])
async def test_a_wildcard_is_only_a_letter(service, asked):
    await known(service, family_name="Example")

    assert await found(service, family_name=asked) == []


async def test_a_percent_sign_in_a_name_is_found_as_itself(service):
    await known(service, family_name="100%er")
    await known(service, family_name="100 Acre")

    assert [family for family, _ in await found(service, family_name="100%")] == ["100%er"]


async def test_given_names_and_date_of_birth_narrow_a_search(service):
    await known(service, family_name="Example", given_names="Sam", date_of_birth="2011-03-14")
    await known(service, family_name="Example", given_names="Alex", date_of_birth="2012-03-14")

    assert await found(service, family_name="Example", given_names="al") == [("Example", "Alex")]
    assert await found(service, date_of_birth="2011-03-14") == [("Example", "Sam")]


@pytest.mark.parametrize(
    ("kept", "asked"), [("Smith", "Smyth"), ("Philipps", "fillips"), ("Doe Walker", "Wolker")]
)
async def test_a_name_is_found_by_how_it_sounds_where_that_is_asked(service, kept, asked):
    await known(service, family_name=kept, given_names="Ada")
    await known(service, family_name="Bystander", given_names="Ada")

    assert await found(service, family_name=asked) == []
    assert await found(service, family_name=asked, sounds_like=True) == [(kept, "Ada")]
    assert len(await found(service, given_names="ada", sounds_like=True)) == 2


async def test_a_name_without_an_english_sound_finds_nobody_by_it(service):
    await known(service, family_name="محمد")

    assert await found(service, family_name="محمد", sounds_like=True) == []


async def test_a_child_described_anew_is_found_as_they_are_now_called(service):
    child = await known(service, family_name="Before")
    await service.police.submit(a_case(child=child | {"family_name": "Afterwards"}))

    assert await found(service, family_name="Before") == []
    assert len(await found(service, family_name="Afterw")) == 1


async def test_stray_spaces_do_not_hide_a_child(service):
    await known(service, family_name=" Example  Smith", given_names="Sam")

    assert await found(service, family_name="Example Smith", given_names="Sam")


async def test_a_child_is_found_by_the_police_s_own_identifier(service):
    child = await known(service)
    await known(service)

    assert len(await found(service, police_person_id=child["police_person_id"])) == 1


async def test_children_only_other_areas_know_are_not_found(service):
    await known(service, family_name="Example", home_area=NEWCASTLE)
    elsewhere = service.user("yot_officer", areas=[GATESHEAD])

    reply = await elsewhere.post("/v1/children/search", {"family_name": "Example"})

    assert reply.json() == {"items": [], "next": None}


async def test_a_search_for_nobody_in_particular_is_refused(service):
    for nothing in ({}, {"sounds_like": True}):
        reply = await service.officer.post("/v1/children/search", nothing)
        assert reply.status_code == 422


async def test_no_child_is_lost_or_doubled_while_the_pages_are_walked(service):
    for number in range(7):
        await known(service, family_name="Example", given_names=f"Sam {number % 3}")
    walked, cursor = [], None

    while True:
        query = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = await service.officer.post(
            "/v1/children/search", {"family_name": "Example"}, params=query
        )
        walked += [each["id"] for each in page.json()["items"]]
        cursor = page.json()["next"]
        if cursor is None:
            break
        assert "Example" not in cursor

    assert len(walked) == len(set(walked)) == 7


async def test_a_name_stands_in_no_address(service):
    await known(service)
    document = service.app.openapi()

    parameters = {
        (path, parameter["name"])
        for path, operations in document["paths"].items()
        for operation in operations.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] in ("query", "path")
    }

    personal = ("name", "birth", "person", "pnc", "reference")
    assert not [each for each in parameters if any(word in each[1] for word in personal)], (
        parameters
    )
