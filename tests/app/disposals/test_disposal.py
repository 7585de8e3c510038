from tests.pathway import a_listed_case

async def test_x(service):
    p = await a_listed_case(service)
    o = await service.chair.get(f"/v1/cases/{p.id}/options")
    print(o.text)
    await p.decided("outcome_22", conditions=[{"kind":"letter_of_apology","object":"reparation","description":"x","due_on":"2026-11-06"}])
    await p.agreed()
    print(await p.plan())
    assert 0
