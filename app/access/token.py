"""The gate: what a bearer token must be before python-jose sees it, and what must hold after.

python-jose alone takes tokens without an audience or an expiry, unknown critical headers and
junk after the signature, and some headers crash it. This is the only file that imports it.
"""

import base64
import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jose import jwk, jwt
from jose.backends.base import Key

from app import clock
from app.access.actor import Role
from app.problems import Unauthenticated
from app.wire import strict_json

_LONGEST = 8 * 1024
_LONGEST_HEADER = 1024
_SEGMENT = re.compile(r"[A-Za-z0-9_-]+")
# Headers that bring their own key, change how the token is read, or may not be ignored.
_REFUSED = frozenset({"crit", "zip", "enc", "b64", "cty", "jku", "jwk", "x5u", "x5c"})
_PUBLIC = {"RS256": ("RSA", ("n", "e")), "ES256": ("EC", ("crv", "x", "y"))}
_ALGORITHM = {"RSA": "RS256", "EC": "ES256"}
_NEEDED = ("aud", "exp", "iat", "iss", "sub")
_OPTIONAL = ("agency", "azp", "client_id", "name")
_LONGEST_AGENCY = 60  # as the journal keeps it, on both databases
_SKEW = 60  # seconds by which the provider's clock may be ahead of ours


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One public key of the provider, built once, good for one algorithm."""

    kid: str
    alg: str
    key: Key
    thumbprint: str


@dataclass(frozen=True, slots=True)
class Gate:
    """Which tokens this service takes."""

    issuer: str
    audience: str
    longest_life: int = 12 * 3600
    types: frozenset[str] = frozenset({"at+jwt", "jwt"})


async def verified(
    token: str, gate: Gate, find: Callable[[str], Awaitable[SigningKey | None]]
) -> dict[str, Any]:
    """The claims of a token that passes; anything else, of whatever kind, is `Unauthenticated`."""
    try:
        header, _ = _opened(token, gate)
    except Exception:  # noqa: BLE001 - a token nobody has vouched for may break any parser
        raise Unauthenticated from None
    key = await find(header["kid"])
    if key is None or key.alg != header["alg"]:
        raise Unauthenticated
    try:
        return _claims(token, gate, key)
    except Exception:  # noqa: BLE001 - the same
        raise Unauthenticated from None


def signing_keys(published: Iterable[object]) -> dict[str, SigningKey]:
    """The usable keys among those published, by id; the rest are passed over.

    Two keys under one id would let a token choose between them, so neither is taken.
    """
    usable = [key for key in map(_signing_key, published) if key is not None]
    ids = [key.kid for key in usable]
    return {key.kid: key for key in usable if ids.count(key.kid) == 1}


def sign(claims: Mapping[str, Any], *, pem: bytes, kid: str) -> str:
    """An ES256 token; the development issuer's only need of a private key."""
    headers = {"kid": kid, "typ": "at+jwt"}
    return str(jwt.encode(dict(claims), pem.decode(), algorithm="ES256", headers=headers))


def _opened(token: str, gate: Gate) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims, unverified, if the token has the one form that is looked at further."""
    _need(len(token) <= _LONGEST and token.isascii())
    segments = token.split(".")
    _need(len(segments) == 3)
    head, body, _ = map(_decoded, segments)
    _need(len(head) <= _LONGEST_HEADER)
    header, claims = strict_json.read(head), strict_json.read(body)
    _need(isinstance(header, dict) and isinstance(claims, dict))
    _need(not strict_json.flaws(header) and not strict_json.flaws(claims))
    _need(_REFUSED.isdisjoint(header))
    _need(header.get("alg") in _PUBLIC)
    _need(_short_text(header.get("kid")))
    kind = header.get("typ")
    _need(isinstance(kind, str) and kind.lower() in gate.types)
    return header, claims


def _decoded(segment: str) -> bytes:
    """Base64url in its one spelling: with others, one signature would make many tokens."""
    _need(_SEGMENT.fullmatch(segment) is not None)
    raw = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    _need(base64.urlsafe_b64encode(raw).decode().rstrip("=") == segment)
    return raw


def _claims(token: str, gate: Gate, key: SigningKey) -> dict[str, Any]:
    options = {f"require_{claim}": True for claim in _NEEDED} | {"leeway": _SKEW}
    claims: dict[str, Any] = jwt.decode(
        token,
        key.key,
        algorithms=[key.alg],
        audience=gate.audience,
        issuer=gate.issuer,
        options=options,
    )
    _need(type(claims["exp"]) is int and type(claims["iat"]) is int)
    _need(type(claims.get("nbf", 0)) is int)
    _need(isinstance(claims["iss"], str))
    now = clock.real_now().timestamp()
    _need(claims["iat"] <= now + _SKEW)
    _need(now < claims["exp"] <= claims["iat"] + gate.longest_life)
    _need(_short_text(claims["sub"]))
    _need(all(claims.get(name) is None or _short_text(claims[name]) for name in _OPTIONAL))
    _need(len(claims.get("agency") or "") <= _LONGEST_AGENCY)
    # Bound to its owner's key (DPoP, mTLS), which is not looked at here: it is no bearer token.
    _need("cnf" not in claims)
    _need(_list_of_texts(claims["roles"]) and set(claims["roles"]) <= set(Role))
    _need(_list_of_texts(claims.get("areas", [])))
    return claims


def _signing_key(record: object) -> SigningKey | None:
    try:
        return _built(record) if isinstance(record, Mapping) else None
    except Exception:  # noqa: BLE001 - one odd key must not cost us the good ones beside it
        return None


def _built(record: Mapping[str, Any]) -> SigningKey:
    alg = _ALGORITHM[record["kty"]]
    kty, names = _PUBLIC[alg]
    public = {"kty": kty} | {name: record[name] for name in names}
    _need(all(isinstance(value, str) for value in public.values()))
    _need(record.get("alg", alg) == alg and record.get("use", "sig") == "sig")
    _need("verify" in record.get("key_ops", ["verify"]))
    _need(public.get("crv", "P-256") == "P-256")
    _need(_short_text(record["kid"]))
    key = jwk.construct(public, alg)
    _need(kty != "RSA" or 2048 <= key.prepared_key.key_size <= 8192)
    return SigningKey(record["kid"], alg, key, json.dumps(public, sort_keys=True))


def _short_text(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= 200 and value.isprintable()


def _list_of_texts(value: object) -> bool:
    return isinstance(value, list) and len(value) <= 100 and all(map(_short_text, value))


def _need(condition: bool) -> None:  # noqa: FBT001 - it reads as the sentence it is
    if not condition:
        raise Unauthenticated
