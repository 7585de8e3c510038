"""Every forgery that AUT-2, AUT-3 and AUT-4 name, made from a good token's claims.

All but a few are signed with the provider's own key: what is wrong with each is one thing only.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.identity import EllipticProvider, RsaProvider, base64url

_ABSENT = object()


def forgeries(provider: RsaProvider, good: Mapping[str, Any], *, trap: str) -> dict[str, str]:
    """By name; `trap` is an address that nobody may call."""
    made = dict(_headers(provider, good, trap))
    made |= {name: provider.token(claims=claims) for name, claims in _claims(good)}
    return made | dict(_other_keys(provider, good)) | dict(_other_forms(provider, good))


def _headers(
    provider: RsaProvider, good: Mapping[str, Any], trap: str
) -> Iterator[tuple[str, str]]:
    tried: list[dict[str, Any]] = [
        {"alg": "none"}, {"alg": "None"}, {"alg": "HS256"}, {"alg": "ES256"}, {"alg": "PS256"},
        {"alg": "RS512"}, {"alg": ["RS256"]}, {"alg": _ABSENT},
        {"kid": "../../etc/passwd"}, {"kid": "old' OR '1'='1"}, {"kid": trap}, {"kid": ["old"]},
        {"kid": _ABSENT},
        {"jku": trap}, {"x5u": trap}, {"x5c": ["MII"]}, {"jwk": EllipticProvider().public_key()},
        {"crit": ["exp"]}, {"crit": ["urn:unknown"], "urn:unknown": 1},
        {"b64": False, "crit": ["b64"]}, {"b64": False}, {"zip": "DEF"}, {"enc": "A256GCM"},
        {"typ": "logout+jwt"}, {"typ": "dpop+jwt"}, {"typ": "id_token"}, {"typ": _ABSENT},
        {"cty": "JWT"},
    ]  # fmt: skip
    for changes in tried:
        # An id that looks like a key nobody knows would be looked for: that is another test.
        header = _with(provider.header(), changes)
        yield f"header {changes}", provider.token(header=header, claims=dict(good))


def _claims(good: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    now = int(time.time())
    tried: list[dict[str, Any]] = [
        {"exp": _ABSENT}, {"exp": now - 1}, {"exp": None}, {"exp": str(now + 600)},
        {"exp": now + 600.5}, {"exp": float("inf")}, {"exp": float("nan")}, {"exp": 10**30},
        {"exp": now + 13 * 3600, "iat": now}, {"exp": True},
        {"nbf": now + 120}, {"nbf": "soon"}, {"iat": now + 120}, {"iat": _ABSENT}, {"iat": []},
        {"aud": _ABSENT}, {"aud": "https://other.example"}, {"aud": []}, {"aud": None},
        {"iss": _ABSENT}, {"iss": "https://evil.example"}, {"iss": [good["iss"]]},
        {"iss": good["iss"] + "/"},
        {"sub": _ABSENT}, {"sub": ""}, {"sub": 7}, {"sub": ["officer-7"]},
        {"roles": ["superuser"]}, {"roles": _ABSENT}, {"roles": "yot_officer"},
        {"cnf": {"jkt": "0" * 43}},
    ]  # fmt: skip
    for changes in tried:
        yield f"claims {changes}", _with(good, changes)


def _other_keys(provider: RsaProvider, good: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Signed with somebody else's key, or with the provider's public one as if it were secret."""
    public = provider.rsa.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    secrets = {
        "PEM": pem,
        "PEM, stripped": pem.strip(),
        "DER": public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        "OpenSSH": public.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH),
        "JWK": json.dumps(provider.public_key()).encode(),
        "nothing": b"",
    }
    for algorithm in ("HS256", "RS256"):
        for form, secret in secrets.items():
            signed = _signed_part(provider.header(alg=algorithm), good)
            mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
            yield f"{algorithm} with the public key as {form}", f"{signed}.{base64url(mac)}"
    for bits in (1024, 2048):
        other = RsaProvider(provider.kid, bits=bits)
        yield f"another key of {bits} bits", other.token(claims=dict(good))
    yield "another kind of key", EllipticProvider(provider.kid).token(claims=dict(good))


def _other_forms(provider: RsaProvider, good: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    token = provider.token(claims=dict(good))
    head, body, signature = token.split(".")
    plain = json.dumps(dict(good))
    yield "unsigned", f"{head}.{body}."
    yield "two parts", f"{head}.{body}"
    yield "patched", f"{head}.{base64url(plain.replace('yot', 'Yot').encode())}.{signature}"
    yield "padded", f"{token}="
    yield "claims said twice", provider.token(claims=f'{{"sub": "x", {plain[1:]}'.encode())
    yield (
        "algorithm said twice",
        provider.token(
            header=b'{"alg":"none","alg":"RS256","kid":"old","typ":"at+jwt"}', claims=dict(good)
        ),
    )
    yield "a token in a token", provider.token(claims=json.dumps(token).encode())
    encrypted = base64url(b'{"alg":"dir","enc":"A256GCM","kid":"old","typ":"at+jwt"}')
    yield "encrypted", ".".join([encrypted, "", *map(base64url, (b"x" * 12, b"y" * 99, b"z" * 16))])


def _signed_part(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    return ".".join(base64url(json.dumps(dict(part)).encode()) for part in (header, claims))


def _with(said: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    changed = dict(said) | dict(changes)
    return {name: value for name, value in changed.items() if value is not _ABSENT}
