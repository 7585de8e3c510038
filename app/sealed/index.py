"""Finding what is sealed without opening it: a keyed digest stands beside the sealed value.

Equal values have equal digests within one area, and different ones in two areas, so that a stolen
database does not tell which children two areas have in common. Whoever has the database but not
the key cannot try values out either; how often each digest occurs they can still count.
"""

import hmac
import unicodedata
from base64 import urlsafe_b64encode

# 96 bits: more than any register could make collide, and a search looks again at what it opened.
_LENGTH = 12
TOKEN_LENGTH = 16


class BlindIndex:
    def __init__(self, key: bytes) -> None:
        self._key = key

    def within(self, area: str, kind: str, value: str) -> str:
        """For a search of one area's own children."""
        return self._token(f"area|{area}", kind, value)

    def everywhere(self, kind: str, value: str) -> str:
        """For the whole force: only what tells one person or case from another by its number."""
        return self._token("force", kind, value)

    def digest(self, kind: str, value: str, reach: str = "force") -> str:
        own = hmac.digest(self._key, f"oocd-index|{reach}|{kind}".encode(), "sha256")
        return hmac.digest(own, value.encode(), "sha256").hex()

    def _token(self, reach: str, kind: str, value: str) -> str:
        digest = bytes.fromhex(self.digest(kind, value, reach))
        return urlsafe_b64encode(digest[:_LENGTH]).decode()


def folded(value: str) -> str:
    """So that Zoë and ZOË are one name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", value).casefold())
