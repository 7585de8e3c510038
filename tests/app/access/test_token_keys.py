"""AUT-2: which keys vouch for a token, and that a public one is no secret to sign with."""

import hashlib
import hmac
import json
import re
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.access.token import _PUBLIC as ACCEPTED
from app.access.token import Gate, signing_keys, verified
from app.problems import Unauthenticated
from app.settings import Settings
from tests.identity import (
    GATE,
    ISSUER,
    EllipticProvider,
    RsaProvider,
    base64url,
    good_claims,
)

EC = EllipticProvider()
RSA = RsaProvider()
KEYS = signing_keys([EC.public_key(), RSA.public_key()])


async def find(kid):
    return KEYS.get(kid)


async def refused(token, gate=GATE):
    with pytest.raises(Unauthenticated) as said:
        await verified(token, gate, find)
    assert said.value.detail == "No credential, or one that is not valid here"


@pytest.mark.parametrize("provider", [EC, RSA], ids=["ES256", "RS256"])
@pytest.mark.parametrize("form", ["pem", "pem stripped", "der", "openssh", "jwk", "empty"])
async def test_a_public_key_is_not_a_secret_to_sign_with(provider, form):
    public = (provider.rsa if provider is RSA else provider.private).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    secret = {
        "pem": pem,
        "pem stripped": pem.strip(),
        "der": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "openssh": public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "jwk": json.dumps(provider.public_key()).encode(),
        "empty": b"",
    }[form]
    for alg in ("HS256", provider.alg):
        head, body = provider.header(alg=alg), good_claims()
        signed = ".".join(base64url(json.dumps(part).encode()) for part in (head, body))
        mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        await refused(f"{signed}.{base64url(mac)}")


async def test_another_services_token_is_refused():
    await refused(EC.token(), Gate(issuer=ISSUER, audience="another"))
    await refused(EC.token(), Gate(issuer="https://other.example", audience="oocd"))


def test_only_the_keys_that_suit_are_taken():
    weak = RsaProvider("weak", bits=1024).public_key()
    good = EC.public_key()
    published = [
        {"kty": "OKP", "crv": "Ed25519", "x": "AA", "kid": "ed", "use": "sig"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "hmac", "alg": "HS256"},
        weak,
        RSA.public_key() | {"kid": "for-encryption", "use": "enc"},
        RSA.public_key() | {"kid": "pss", "alg": "PS256"},
        good | {"kid": "wrong-kty", "alg": "RS256"},
        good | {"kid": "wrong-curve", "crv": "P-384"},
        good | {"kid": "off-curve", "y": good["x"]},
        good | {"kid": "wraps", "key_ops": ["wrapKey"]},
        good | {"kid": 7},
        good | {"kid": "twice"},
        RSA.public_key() | {"kid": "twice"},
        "not a key",
        {},
        good | {"kid": "private", "d": "AQ"},
        good,
    ]

    found = signing_keys(published)

    assert set(found) == {"ec-1", "private"}
    assert found["private"].key.is_public()


def test_there_is_no_setting_by_which_a_shared_secret_or_another_algorithm_could_come_in():
    """So nothing need be refused at the start: neither a short secret nor mixed families."""
    assert set(ACCEPTED) == {"RS256", "ES256"}
    assert not [name for name in Settings.model_fields if re.search("alg|hmac|secret|jwt", name)]


def test_the_libraries_with_open_advisories_are_never_loaded():
    program = (
        "import sys, app.access.token\n"
        "print([m for m in ('ecdsa', 'rsa', 'jose.jwe') if m in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert said.stdout.strip() == b"[]"
