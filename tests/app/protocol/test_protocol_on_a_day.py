import pytest


async def read(service, on):
    reply = await service.officer.get(f"/v1/protocol?on={on}")
    assert reply.status_code == 200, reply.text
    return reply.json()


async def disposals(service, on):
    return {each["disposal"]: each for each in (await read(service, on))["disposals"]}


@pytest.mark.parametrize(
    ("on", "outcome_22", "outcome_23"),
    [
        ("2019-03-31", (False, None), (False, None)),
        ("2019-04-01", (True, "22"), (False, None)),
        ("2026-02-11", (True, "22"), (False, None)),
        ("2026-02-12", (True, "22"), (True, "23")),
    ],
)
async def test_no_disposal_is_in_force_before_it_existed(service, on, outcome_22, outcome_23):
    found = await disposals(service, on)

    said = {name: (each["in_force"], each["home_office_code"]) for name, each in found.items()}
    assert (said["outcome_22"], said["outcome_23"]) == (outcome_22, outcome_23)
    assert said["youth_caution"] == (True, "2")


async def test_outcome_23_says_what_returns_make_of_it_and_who_must_give_it_a_row(service):
    found = await disposals(service, "2026-09-11")

    assert found["outcome_23"]["exported_as"] == "Reprimand"
    assert [note["code"] for note in found["outcome_23"]["notes"]] == [
        "exported_for_now",
        "reads_back_as_two",
        "awaiting_decision",
    ]
    assert (found["youth_caution"]["exported_as"], found["youth_caution"]["notes"]) == (None, [])


async def test_the_codes_of_the_framework_are_served(service):
    codes = {each["code"]: each for each in (await read(service, "2026-09-11"))["outcome_codes"]}

    assert codes["2A"] == {
        "code": "2A",
        "label": "Caution, youths, for an alternate offence",
        "group": "formal",
        "alternate_of": "2",
    }
    assert {"0", "21", "22", "23"} <= codes.keys()
