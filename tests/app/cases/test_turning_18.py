"""What was far away at triage may be near when the case is opened again."""

from datetime import date

from tests.pathway import HELD, RECEIVED, Pathway, a_listed_case, on
from tests.service import a_child

# Turns 18 on 15 December: urgent from 15 September, four days after the case came in.
NEARLY = {"date_of_birth": "2008-12-15"}
FAR = {"date_of_birth": "2011-03-14"}


async def test_the_case_and_its_options_name_the_day_from_three_months_before(service):
    pathway = await Pathway(service).submitted(child=a_child(**NEARLY))

    for day, urgent in ((date(2026, 9, 14), False), (date(2026, 9, 15), True)):
        with on(day):
            case = (await service.officer.get(f"/v1/cases/{pathway.id}")).json()
            options = (await service.chair.get(f"/v1/cases/{pathway.id}/options")).json()
        assert case["child"]["turning_18"] == options["turning_18"]
        assert options["turning_18"]["turns_18_on"] == "2026-12-15"
        assert options["turning_18"]["urgent_from"] == "2026-09-15"
        assert options["turning_18"]["urgent"] is urgent
        said = [reason["code"] for reason in options["turning_18"]["reasons"]]
        assert said == (["turns_18_soon"] if urgent else [])
        assert "turns_18_soon" not in case["triage"]["flags"]


async def test_a_panel_is_told_of_a_birthday_that_was_far_away_at_triage(service):
    near = await a_listed_case(service, child=a_child(**NEARLY))

    with on(HELD):
        panel = (await service.chair.get(f"/v1/panels/{near.panel_id}")).json()

    (listed,) = panel["agenda"]
    assert listed["flags"].count("turns_18_soon") == 1
    assert listed["turning_18"]["turns_18_on"] == "2026-12-15"


async def test_a_panel_is_told_no_birthday_that_does_not_press(service):
    far = await a_listed_case(service, child=a_child(**FAR))

    with on(HELD):
        panel = (await service.chair.get(f"/v1/panels/{far.panel_id}")).json()

    assert panel["agenda"][0]["turning_18"] is None
    assert "turns_18_soon" not in panel["agenda"][0]["flags"]


async def test_a_case_shows_how_old_the_child_was_at_each_step(service):
    # Fifteen two days before the interview, and sixteen on the day of the panel.
    pathway = await Pathway(service).submitted(child=a_child(date_of_birth="2010-09-03"))

    with on(RECEIVED):
        child = (await service.officer.get(f"/v1/cases/{pathway.id}")).json()["child"]

    assert (child["age_at_offence"], child["age_at_interview"]) == (15, 16)
    assert child["age_at_referral"] == 16
    assert (child["age_at_panel"], child["age_at_giving"]) == (None, None)


async def test_the_age_at_the_panel_and_at_the_giving_are_shown_once_they_happened(service):
    pathway = await a_listed_case(service, child=a_child(date_of_birth="2010-09-24"))
    await pathway.decided("youth_caution", departs=True)
    await pathway.agreed()
    assert (await pathway.given()).status_code == 200

    with on(date(2026, 10, 1)):
        child = (await service.officer.get(f"/v1/cases/{pathway.id}")).json()["child"]

    assert (child["age_at_panel"], child["age_at_giving"]) == (15, 16)
