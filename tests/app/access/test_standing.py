"""AUT-6, AUT-7: a good credential is worth what its bearer and its client may still do."""

import asyncio

import pytest

from app.access.actor import Actor, Role
from app.access.rules import RULES, may
from app.access.standing import FRESH_FOR, Loss, Standing, UnknownAction, limits
from app.problems import Unauthenticated, Unavailable

OFFICER = Actor(
    "officer-7",
    frozenset({Role.YOT_OFFICER, Role.PANEL_CHAIR}),
    frozenset({"E08000021", "E08000022"}),
)


class Verifier:
    def __init__(self, actor=OFFICER):
        self.vouched = actor

    async def actor(self, token):
        if token != "good":
            raise Unauthenticated
        return self.vouched


class Register:
    """What is withdrawn, and how often it was read."""

    def __init__(self, **losses):
        self.losses = losses
        self.read = 0
        self.away = False

    async def __call__(self):
        self.read += 1
        await asyncio.sleep(0)
        if self.away:
            raise Unavailable("The register is away")
        return {subject.replace("_", "-"): loss for subject, loss in self.losses.items()}


def over(register, actor=OFFICER, **clients):
    known = {client.replace("_", "-"): frozenset(actions) for client, actions in clients.items()}
    return Standing(Verifier(actor), register, clients=known)


async def test_who_has_lost_nothing_is_who_the_credential_says():
    assert await over(Register(somebody_else=Loss(everything=True))).actor("good") is OFFICER


async def test_who_has_lost_everything_is_not_let_in():
    with pytest.raises(Unauthenticated):
        await over(Register(officer_7=Loss(everything=True))).actor("good")


async def test_who_has_lost_a_role_or_an_area_keeps_the_rest():
    lost = Loss(roles=frozenset({"panel_chair"}), areas=frozenset({"E08000022"}))

    actor = await over(Register(officer_7=lost)).actor("good")

    assert actor.roles == {Role.YOT_OFFICER}
    assert actor.areas == {"E08000021"}


async def test_the_register_is_read_once_a_second_however_many_ask():
    register = Register()
    who = over(register)

    await asyncio.gather(*(who.actor("good") for _ in range(100)))
    assert register.read == 1

    register.losses["officer_7"] = Loss(everything=True)
    assert who._read_at
    who._read_at -= FRESH_FOR
    with pytest.raises(Unauthenticated):
        await who.actor("good")
    assert register.read == 2


async def test_a_stranger_costs_no_reading():
    register = Register()

    with pytest.raises(Unauthenticated):
        await over(register).actor("bad")
    assert register.read == 0


async def test_nobody_is_let_in_on_a_register_that_cannot_be_read():
    register = Register()
    register.away = True
    who = over(register)

    answers = await asyncio.gather(*(who.actor("good") for _ in range(20)), return_exceptions=True)
    assert {type(answer) for answer in answers} == {Unavailable}
    assert register.read == 1

    register.away = False
    assert await who.actor("good") is OFFICER


async def test_one_who_stops_waiting_does_not_stop_the_others():
    who = over(Register())
    impatient = asyncio.create_task(who.actor("good"))
    patient = asyncio.create_task(who.actor("good"))
    await asyncio.sleep(0)

    impatient.cancel()

    assert await patient is OFFICER


def system(subject, client="police-records"):
    areas = frozenset({"E08000022"})
    return Actor(subject, frozenset({Role.POLICE_SUBMITTER}), areas, client=client)


@pytest.mark.parametrize(
    ("actor", "clients", "able"),
    [
        (system("police-records"), {}, {"submit_case"}),
        (system("police-records"), {"police_records": ["report_outcome"]}, {"report_outcome"}),
        (system("police-records"), {"police_records": []}, set()),
        (system("police-records"), {"another": ["report_outcome"]}, {"submit_case"}),
        (system("service-account-9"), {"police_records": ["submit_case"]}, {"submit_case"}),
    ],
    ids=["unlisted", "listed", "for nothing", "another", "listed, by another subject"],
)
async def test_a_client_without_a_person_does_what_it_is_for_and_no_more(actor, clients, able):
    stolen = await over(Register(), actor, **clients).actor("good")

    assert {action for action in RULES if may(stolen, action)} == able


async def test_a_person_is_not_limited_by_a_client_nobody_has_listed():
    person = system("officer-9", client="case-management")

    assert await over(Register(), person).actor("good") is person


async def test_a_client_is_given_no_role_by_what_it_is_limited_to():
    listed = await over(Register(), system("x"), police_records=["allocate_case"]).actor("good")

    assert not may(listed, "allocate_case")


def test_a_limit_on_an_action_nobody_knows_is_refused():
    with pytest.raises(UnknownAction, match="submit_cases"):
        limits({"police-records": ["submit_case", "submit_cases"]})
