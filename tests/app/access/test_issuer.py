import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.access.actor import Role
from app.access.issuer import ISSUER, DevelopmentIssuer, NotInProduction
from app.access.keys import KeyRing
from app.access.token import Gate
from app.access.verifier import Verifier
from app.problems import Unauthenticated
from tests.identity import PARTNERSHIP


def verifier(issuer, gate=None):
    gate = gate or Gate(issuer=ISSUER, audience="oocd")
    return Verifier(gate, KeyRing(issuer.published_keys), PARTNERSHIP)


async def test_a_minted_token_signs_its_bearer_in(tmp_path):
    issuer = DevelopmentIssuer(tmp_path, production=False)

    token = issuer.mint(
        "officer-7", roles=[Role.YOT_OFFICER], areas=["E08000022"], agency="youth_justice"
    )
    actor = await verifier(issuer).actor(token)

    assert (actor.subject, actor.agency, actor.name) == ("officer-7", "youth_justice", None)
    assert actor.roles == {Role.YOT_OFFICER}
    assert actor.areas == {"E08000022"}


async def test_the_key_outlives_the_process_and_is_its_owners_alone(tmp_path):
    place = tmp_path / "new" / "data"
    token = DevelopmentIssuer(place, production=False).mint("a", roles=[Role.AUDITOR])

    later = DevelopmentIssuer(place, production=False)

    assert (await verifier(later).actor(token)).subject == "a"
    (file,) = place.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_workers_that_start_together_share_one_key(tmp_path):
    with ThreadPoolExecutor(16) as pool:
        issuers = list(pool.map(lambda _: DevelopmentIssuer(tmp_path, production=False), range(64)))

    assert len({issuer._kid for issuer in issuers}) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_there_is_no_development_issuer_in_production(tmp_path):
    with pytest.raises(NotInProduction, match="OOCD_JWKS_URL"):
        DevelopmentIssuer(tmp_path, production=True)
    assert list(tmp_path.iterdir()) == []


async def test_a_development_token_means_nothing_to_another_issuers_service(tmp_path):
    issuer = DevelopmentIssuer(tmp_path, production=False)
    token = issuer.mint("officer-7", roles=[Role.YOT_OFFICER])
    production = Gate(issuer="https://idp.example", audience="oocd")

    with pytest.raises(Unauthenticated):
        await verifier(issuer, production).actor(token)
