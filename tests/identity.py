"""An identity provider of the tests' own: it signs anything, well formed or not."""

import base64
import json
import time
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from app.access.actor import Partnership
from app.access.token import Gate

ISSUER = "https://idp.example"
GATE = Gate(issuer=ISSUER, audience="oocd")
PARTNERSHIP = Partnership(frozenset({"E08000021", "E08000022"}), "E23000007")


def base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def number(value: int) -> str:
    return base64url(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def good_claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": ISSUER,
        "aud": "oocd",
        "sub": "officer-7",
        "iat": now,
        "exp": now + 600,
        "roles": ["yot_officer"],
        "areas": ["E08000022"],
    } | changes


class EllipticProvider:
    alg = "ES256"

    def __init__(self, kid: str = "ec-1") -> None:
        self.kid = kid
        self.private = ec.generate_private_key(ec.SECP256R1())

    def public_key(self) -> dict[str, Any]:
        numbers = self.private.public_key().public_numbers()
        x, y = (base64url(n.to_bytes(32, "big")) for n in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": "P-256", "x": x, "y": y, **self._labels()}

    def private_key(self) -> dict[str, Any]:
        """As a provider that signs with it is given it."""
        secret = self.private.private_numbers().private_value
        return self.public_key() | {"d": base64url(secret.to_bytes(32, "big"))}

    def signature(self, signed: bytes) -> bytes:
        r, s = decode_dss_signature(self.private.sign(signed, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def header(self, **changes: Any) -> dict[str, Any]:
        return {"alg": self.alg, "kid": self.kid, "typ": "at+jwt"} | changes

    def token(self, *, header: Any = None, claims: Any = None) -> str:
        """Bytes are signed as they are; anything else as JSON."""
        head = self.header() if header is None else header
        body = good_claims() if claims is None else claims
        parts = [p if isinstance(p, bytes) else json.dumps(p).encode() for p in (head, body)]
        signed = ".".join(map(base64url, parts))
        return f"{signed}.{base64url(self.signature(signed.encode()))}"

    def _labels(self) -> dict[str, str]:
        return {"kid": self.kid, "alg": self.alg, "use": "sig"}


class RsaProvider(EllipticProvider):
    alg = "RS256"

    def __init__(self, kid: str = "rsa-1", bits: int = 2048) -> None:
        self.kid = kid
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=bits)

    def public_key(self) -> dict[str, Any]:
        numbers = self.rsa.public_key().public_numbers()
        return {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e), **self._labels()}

    def private_key(self) -> dict[str, Any]:
        secret = self.rsa.private_numbers()
        parts = {name: getattr(secret, name) for name in ("d", "p", "q")}
        parts |= {"dp": secret.dmp1, "dq": secret.dmq1, "qi": secret.iqmp}
        return self.public_key() | {name: number(value) for name, value in parts.items()}

    def signature(self, signed: bytes) -> bytes:
        return self.rsa.sign(signed, padding.PKCS1v15(), hashes.SHA256())
