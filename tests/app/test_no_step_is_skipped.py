"""CON-4: what belongs to one stage of a case cannot be done at another, whoever asks."""

from app.access.actor import Role
from app.access.rules import RULES, possible
from panel_protocol.journey import Stage
from panel_protocol.terms import ClosedAs
from tests.pathway import RECEIVED as WHEN
from tests.pathway import Pathway, a_listed_case, a_plan_under_way
from tests.refusals import refused
from tests.service import EVERYWHERE


def steps(app):
    """Each action on a case by its path alone, with the body its documentation gives."""
    document = app.openapi()
    schemas = document["components"]["schemas"]
    for path, item in document["paths"].items():
        for method, operation in item.items():
            rule = RULES.get(operation.get("operationId"))
            of_a_case = path.count("{") == 1 and "{case_id}" in path
            # An answer needs an offer: without one there is nothing, at whatever stage.
            of_a_case = of_a_case and not path.endswith("/transfer/answer")
            if rule and rule.stages is not None and of_a_case:
                yield operation["operationId"], method.upper(), path, body_of(operation, schemas)


def body_of(operation, schemas):
    if "requestBody" not in operation:
        return None
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return schemas[schema["$ref"].split("/")[-1]]["examples"][0]


async def test_no_step_is_taken_out_of_its_stage(service):
    withdrawn = await Pathway(service).submitted()
    reply = await withdrawn.act(
        "withdrawal", {"reason": "other", "narrative": "x"}, by=service.officer, day=WHEN
    )
    assert reply.status_code == 200
    cases = {
        Stage.ASSESSMENT: await Pathway(service).submitted(),
        Stage.PANEL_READY: await (await Pathway(service).submitted()).assessed(),
        Stage.LISTED: await a_listed_case(service),
        Stage.INTERVENTION: await a_plan_under_way(service),
        Stage.CLOSED: withdrawn,
    }
    token = service.issuer.mint("all", roles=list(Role), areas=[EVERYWHERE], agency="police")
    everyone = service.stranger({"Authorization": f"Bearer {token}"})
    tried = 0
    for action, method, path, body in steps(service.app):
        for stage, case in cases.items():
            if possible(action, stage, ClosedAs.WITHDRAWN):
                continue
            tried += 1
            reply = await everyone.request(
                method,
                path.format(case_id=case.id),
                json=body,
                headers={"If-Match": f'"{case.version}"'},
            )
            problem = refused(reply, 409)
            assert problem["type"] == "/problems/wrong-stage", (action, stage, problem)
    assert tried > 40
