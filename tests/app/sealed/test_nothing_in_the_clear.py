"""PRV-5, C2: whoever takes the database, its log or a backup, without the keys, reads nothing."""

import secrets
from datetime import date
from string import ascii_lowercase

import pytest
from sqlalchemy import JSON, String
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import app.tables  # noqa: F401 - importing it is what fills the metadata
from app.cases.tables import CaseOffence, Victim
from app.children.tables import Child
from app.sealed.columns import SealedText
from app.sealed.keyring import CannotOpen
from tests.pathway import DECIDED, a_plan_under_way, on
from tests.records import rows, say
from tests.reviews import NOVEMBER, breach, decide, ids
from tests.sealing import kept_log, left_behind, on_disk, seen, written
from tests.service import NORTH_TYNESIDE, a_case, a_child

# Of this process alone: the files of the server hold what every other test wrote.
CANARY = "".join(secrets.choice(ascii_lowercase) for _ in range(9)).capitalize()
WHO = {
    "police_person_id": f"{CANARY}-1",
    "pnc_id": "12/345678Q",
    "given_names": f"{CANARY} Second",
    "family_name": f"{CANARY}family",
    "date_of_birth": "2012-02-17",
    "school": f"{CANARY} School",
    "responsible_authority": f"{CANARY} Council",
    "interpreter_language": f"{CANARY} Language",
}
# Where a panel meets stands in the clear, and so shows that a scan sees what is there.
VENUE = f"{CANARY} town hall"

# Text in the clear, and why that tells nobody who a child is or what was said of them.
IN_THE_CLEAR = {
    # Opaque ids of people who work here, and the agencies they come from.
    "author", "saved_by", "by", "recorded_by", "submitted_by", "allocated_to",
    "opened_by", "released_by", "decided_by", "convened_by", "listed_by", "removed_by",
    "declared_by", "made_by", "imported_by", "actor", "client", "subject",
    "imposed_by", "lifted_by", "issued_by", "withdrawn_by", "withdrawn_because",
    "restored_by", "restored_because", "offered_by", "answered_by",
    # People at the panel, and who authorised something: they act for the service.
    "name", "venue", "authorised_by", "officer_rank", "given_by_rank",
    # Which questions of an assessment were answered or cleared, and by whom; conditions by id.
    "authors", "cleared", "excused_conditions", "breach.conditions",
    # The service's own record of itself.
    "key", "resource", "roles", "areas", "children", "request_sha256", "mac", "sha256",
    "members", "heads", "prev", "digest", "public_key", "signature",
    # To whom a record was given: the law wants it on the line (DPA 2018 s.62(3)).
    "recipient_organisation", "recipient_person", "receiving_service", "receiving_manager",
    # From which areas somebody came who opened a record in an emergency.
    "from_areas",
    # Which details were put right, on which days a clock stood, how many rows went.
    "changed", "pauses", "rows",
    # Releases, populations and matrices hold nobody.
    "basis", "source", "disclosure_rule", "measures", "notes", "scores", "wrapped",
    "published_figure.note", "release_cell.series", "release_cell.values",
    "statistics_release.public_rule", "statistics_release.revisions",
}  # fmt: skip


@pytest.fixture
async def told(service):
    """A whole story, with words to be found in every field that takes words."""
    with kept_log(service), written(service) as words:
        pathway = await a_plan_under_way(service)
        with on(DECIDED):
            canary = a_case(child=a_child(**WHO))
            canary["offences"][0]["victims"] = [
                {"kind": "person", "name": f"{CANARY} Victim", "may_share_with_yjs": True}
            ]
            opened = (await service.police.submit(canary)).json()
            officer = service.officer
            path = f"/v1/cases/{opened['id']}"
            (victim,) = (await officer.get(path)).json()["victims"]
            await officer.patch(
                f"/v1/victims/{victim['id']}",
                {"views": f"{CANARY} views of the victim"},
                version=victim["version"],
            )
            await officer.post(
                f"{path}/withdrawal",
                {"reason": "other", "narrative": f"{CANARY} moved away"},
                version=1,
            )
        letter, payback = (await pathway.plan())["items"]
        came = {"occurred_on": "2026-10-20", "hours": 2, "attendance": "attended"}
        note = came | {"note": f"{CANARY} note of progress"}
        await pathway.to_condition(payback, "progress", note, day=NOVEMBER)
        done = {"completed_on": "2026-11-01", "evidence": f"{CANARY} evidence on file"}
        await pathway.to_condition(letter, "completion", done, day=NOVEMBER)
        assert (await breach(pathway, (await ids(pathway))[1:])).status_code == 200
        assert (await decide(pathway, "no_action")).status_code == 200
        for _ in range(2):
            met = {"area": NORTH_TYNESIDE, "held_on": "2026-11-20", "venue": VENUE}
            assert (await service.chair.post("/v1/panels", met)).status_code == 201
        yield words


async def test_no_word_that_was_said_of_anybody_stands_in_database_log_or_backup(
    service, told, tmp_path
):
    data = await left_behind(service, tmp_path)

    assert len(told) > 20, sorted(told)
    assert seen({VENUE.casefold()}, data), "the scan itself sees what is there"
    assert seen(told, data) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_nor_does_one_stand_in_the_files_of_the_server_or_in_its_log(service, told):
    ours = {word for word in told if CANARY.casefold() in word}

    assert len(ours) > 8, sorted(ours)
    for place, data in on_disk(service).items():
        assert seen({VENUE.casefold()}, data), f"the scan of {place} sees what is there"
        assert seen(ours, data) == [], place


async def test_what_was_sealed_is_read_again_by_those_who_may(service, told):
    (child,) = (
        await service.officer.post("/v1/children/search", {"family_name": WHO["family_name"]})
    ).json()["items"]
    whole = (await service.officer.get(f"/v1/children/{child['id']}")).json()

    assert {name: whole[name] for name in WHO} == WHO
    case = (await service.officer.get(f"/v1/cases/{whole['cases'][0]['id']}")).json()
    assert case["victims"][0]["name"] == f"{CANARY} Victim"


async def test_a_sealed_value_opens_in_its_own_row_and_column_alone(service):
    with on(date(2026, 9, 11)):
        for _ in range(2):
            await service.police.submit()
    first, second = await rows(service, Child)
    # Of one child, so that the key is the same: from one column to another.
    await say(service, "UPDATE child SET school = family_name")

    reply = await service.officer.get(f"/v1/children/{first.id}")
    with pytest.raises(CannotOpen, match=r"child\.school"):
        await rows(service, Child)

    assert reply.status_code == 500
    assert first.family_name not in reply.text
    assert second.id != first.id


async def test_a_sealed_value_moved_to_another_row_does_not_open(service):
    case = a_case()
    case["offences"] = [case["offences"][0], {**case["offences"][0], "victims": []}]
    await service.police.submit(case)
    await say(
        service,
        "UPDATE case_offence SET summary = "
        "(SELECT o.summary FROM case_offence o WHERE o.position = 0) WHERE position = 1",
    )

    with pytest.raises(CannotOpen, match=r"case_offence\.summary"):
        await rows(service, CaseOffence)


async def test_nothing_in_the_clear_can_be_put_into_a_sealed_column(service):
    with pytest.raises(Exception, match="takes only what was sealed"):
        await rows(service, Victim, name=f"{CANARY} Victim")


@pytest.mark.parametrize("table", SQLModel.metadata.sorted_tables, ids=lambda each: each.name)
def test_every_column_that_could_tell_a_story_is_sealed(table):
    # What tells a code from a story is room: no code of ours is longer than 60 letters.
    roomy = [
        each.name
        for each in table.columns
        if not isinstance(each.type, SealedText)
        and (
            isinstance(each.type, JSON)
            or (isinstance(each.type, String | AutoString) and (each.type.length or 999) > 60)
        )
        and not each.foreign_keys
    ]

    told = {f"{table.name}.{name}" for name in set(roomy) - IN_THE_CLEAR}
    assert told - IN_THE_CLEAR == set()
