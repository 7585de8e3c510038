"""The development issuer: tokens for trying the service out, and never in production."""

import base64
import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app import clock
from app.access.actor import Role
from app.access.token import sign
from app.secrets_kept import kept

ISSUER = "oocd-development"
_FILE = "development-issuer.pem"


class NotInProduction(Exception):
    """Whoever can read the data directory could sign in as anyone."""


class DevelopmentIssuer:
    """Its key is made in the data directory on first use, readable by its owner alone."""

    def __init__(self, data_dir: Path, *, production: bool, audience: str = "oocd") -> None:
        if production:
            raise NotInProduction(
                "The development issuer is not for production: "
                "set OOCD_ISSUER and OOCD_JWKS_URL to your identity provider's"
            )
        self._pem = kept(data_dir / _FILE, _made)
        self._audience = audience
        self._numbers = _numbers(self._pem)
        self._kid = hashlib.sha256(f"{self._numbers.x:x}".encode()).hexdigest()[:16]

    def mint(
        self,
        subject: str,
        *,
        roles: Iterable[Role],
        areas: Iterable[str] = (),
        agency: str | None = None,
        name: str | None = None,
        lifetime: timedelta = timedelta(hours=12),
    ) -> str:
        now = int(clock.real_now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": self._audience,
            "sub": subject,
            "iat": now,
            "exp": now + int(lifetime.total_seconds()),
            "jti": secrets.token_urlsafe(16),
            "roles": sorted(roles),
            "areas": sorted(areas),
            "agency": agency,
            "name": name,
        }
        return sign(claims, pem=self._pem, kid=self._kid)

    async def published_keys(self) -> list[object]:
        """As an identity provider would publish them, for the key ring."""
        return [
            {
                "kty": "EC",
                "crv": "P-256",
                "x": _base64url(self._numbers.x),
                "y": _base64url(self._numbers.y),
                "kid": self._kid,
                "alg": "ES256",
                "use": "sig",
            }
        ]


def _made() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _numbers(pem: bytes) -> ec.EllipticCurvePublicNumbers:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{_FILE} is not an elliptic curve key")
    return key.public_key().public_numbers()


def _base64url(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("=")
