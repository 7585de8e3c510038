import hashlib
import hmac
import json
import subprocess
import sys
import time
import warnings

import jwt as pyjwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access.token import Gate, signing_keys, verified
from app.problems import Unauthenticated
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
NOW = int(time.time())


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


def _peer_takes(token):
    """What PyJWT says, given the same options."""
    try:
        kid = pyjwt.get_unverified_header(token)["kid"]
        provider = {"ec-1": EC, "rsa-1": RSA}[kid]
        pyjwt.decode(
            token,
            pyjwt.PyJWK(provider.public_key()).key,
            algorithms=[provider.alg],
            audience=GATE.audience,
            issuer=GATE.issuer,
            leeway=60,
            options={"require": ["aud", "exp", "iat", "iss", "sub"]},
        )
    except Exception:  # noqa: BLE001 - whatever it objects with, it objects
        return False
    return True


async def _we_take(token):
    try:
        await verified(token, GATE, find)
    except Unauthenticated:
        return False
    return True


_odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(NOW - 10**6, NOW + 10**6),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.lists(st.one_of(st.text(max_size=5), st.integers()), max_size=3),
    st.just({"a": {"b": 1}}),
)
_name = st.sampled_from(["iss", "aud", "sub", "exp", "iat", "nbf", "jti", "roles", "areas", "crit"])
_head = st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "x5t"])


async def test_the_independent_library_takes_what_is_well_made():
    assert all(map(_peer_takes, [EC.token(), RSA.token()]))


@settings(max_examples=1500, suppress_health_check=[HealthCheck.too_slow])
@given(
    provider=st.sampled_from([EC, RSA]),
    claims=st.dictionaries(_name, _odd, max_size=2),
    header=st.dictionaries(_head, _odd, max_size=1),
    flips=st.lists(st.tuples(st.integers(0, 2000), st.characters(max_codepoint=127)), max_size=2),
)
async def test_what_an_independent_library_refuses_is_refused_here(provider, claims, header, flips):
    token = provider.token(header=provider.header(**header), claims=good_claims(**claims))
    for place, letter in flips:
        at = place % len(token)
        token = token[:at] + letter + token[at + 1 :]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if not _peer_takes(token):
            assert not await _we_take(token)


@settings(max_examples=500)
@given(st.text(max_size=300))
async def test_no_text_whatever_is_more_than_a_refusal(text):
    assert not await _we_take(text)


def test_the_libraries_with_open_advisories_are_never_loaded():
    program = (
        "import sys, app.access.token\n"
        "print([m for m in ('ecdsa', 'rsa', 'jose.jwe') if m in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert said.stdout.strip() == b"[]"
