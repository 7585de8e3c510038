"""AUT-2, AUT-3, AUT-4: thousands of changed tokens, judged by the gate and by another library.

What the gate takes, PyJWT must take too, for the same claims. The other way about is not asked:
the gate also refuses what PyJWT lets pass, such as a missing type or claims said twice.
"""

import json
import random
import time
import warnings
from collections import Counter

import jwt as pyjwt
import pytest

from app.access.token import signing_keys, verified
from app.problems import Unauthenticated
from tests.identity import GATE, EllipticProvider, RsaProvider, base64url, good_claims

SEED = 20261122
ROUNDS = 4000

EC, RSA = EllipticProvider(), RsaProvider()
KEYS = signing_keys([EC.public_key(), RSA.public_key()])
PEERS_KEYS = {p.kid: (pyjwt.PyJWK(p.public_key()).key, p.alg) for p in (EC, RSA)}
ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ %\n\x00"


async def find(kid):
    return KEYS.get(kid)


async def ours(token):
    try:
        return await verified(token, GATE, find)
    except Unauthenticated:
        return None


def theirs(token):
    try:
        key, algorithm = PEERS_KEYS[pyjwt.get_unverified_header(token)["kid"]]
        return pyjwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=GATE.audience,
            issuer=GATE.issuer,
            leeway=60,
            options={"require": ["aud", "exp", "iat", "iss", "sub"]},
        )
    except Exception:  # noqa: BLE001 - whatever it objects with, it objects
        return None


def now():
    return int(time.time())


def provider(dice):
    return EC if dice.random() < 0.9 else RSA  # RSA takes twenty times as long to sign


def odd(dice):
    """What a claim or a header might hold, and should not."""
    kinds = [
        [None, True, False, "", "oocd", "x" * 300, "\x00", "\ud800", str(now() + 600)],
        [0, -1, now(), now() + 600, now() - 600, now() + 10**6, 10**400],
        [0.5, now() + 0.5, float("inf"), float("nan")],
        [[], ["oocd"], ["oocd", 7], ["yot_officer"], ["superuser"], [[]], {}, {"a": {"b": 1}}],
    ]
    return dice.choice(dice.choice(kinds))


def good(dice):
    """Well made, and each a little different."""
    changes = {
        "aud": dice.choice(["oocd", ["oocd"], ["another", "oocd"]]),
        "iat": now() - dice.randrange(300),
        "exp": now() + dice.randrange(120, 3600),
        "sub": f"officer-{dice.randrange(1000)}",
        "roles": dice.sample(["yot_officer", "panel_chair", "auditor"], dice.randrange(1, 4)),
        "name": dice.choice(["Sam Example", "Siân Ŵyn", None]),
    }
    kind = dice.choice(["at+jwt", "AT+JWT", "JWT"])
    signer = provider(dice)
    return signer.token(header=signer.header(typ=kind), claims=good_claims(**changes))


def other_claims(dice):
    claims = good_claims()
    for name in dice.sample([*claims, "nbf", "jti", "agency", "client_id"], dice.randrange(1, 3)):
        if dice.random() < 0.3:
            claims.pop(name, None)
        else:
            claims[name] = odd(dice)
    return provider(dice).token(claims=claims)


def other_header(dice):
    signer = provider(dice)
    names = ["alg", "kid", "typ", "crit", "b64", "zip", "cty", "jku", "jwk", "x5u", "x5c", "x5t"]
    said = [*PEERS_KEYS, "none", "HS256", "PS256", "RS512", "at+jwt", "logout+jwt", odd(dice)]
    return signer.token(header=signer.header(**{dice.choice(names): dice.choice(said)}))


def respelt(dice):
    """The same claims as another writer of JSON might put them, or no writer should."""
    plain = json.dumps(good_claims())
    text = dice.choice(
        [
            plain.replace(":", " : ").replace(", ", " ,\n"),
            plain.replace("officer", "\\u006fffi\\u0063er"),
            plain[:-1] + ', "sub": "manager-1"}',
            plain[:-1] + ', "s\\u0075b": "manager-1"}',
            plain.replace(str(now())[:4], str(now())[:4] + ".0e0", 1),
            plain[:-1] + ', "exp": 1e999}',
            plain[:-1] + ', "x": NaN}',
            plain[:-1] + ', "__proto__": {"sub": "manager-1"}}',
            "\ufeff" + plain,
            plain + " ",
            plain + "{}",
            "[" + plain + "]",
        ]
    )
    return provider(dice).token(claims=text.encode())


def letters_changed(dice):
    token = list(good(dice))
    for _ in range(dice.randrange(1, 4)):
        at, letter = dice.randrange(len(token)), dice.choice(LETTERS)
        token[at : at + dice.randrange(2)] = [letter]
    return "".join(token)


def cut_and_pasted(dice):
    pieces = [*good(dice).split("."), *good(dice).split(".")]
    return ".".join(dice.choice(pieces) for _ in range(dice.choice([2, 3, 3, 3, 4, 5])))


def other_signature(dice):
    signed, signature = EC.token().rsplit(".", 1)
    raw = EC.signature(signed.encode())
    s = int.from_bytes(raw[32:], "big")
    return f"{signed}." + dice.choice(
        [
            base64url(raw),
            base64url(raw[:32] + (ORDER_OF_P256 - s).to_bytes(32, "big")),
            base64url(raw + b"\x00"),
            base64url(raw[1:]),
            base64url(bytes(64)),
            base64url(raw[:32] + bytes(32)),
            base64url(EllipticProvider().signature(signed.encode())),
            base64url(RSA.signature(signed.encode())),
            signature[:-1] + dice.choice(LETTERS),
            signature + dice.choice(["=", "==", "!", "\n", "AA"]),
            "",
        ]
    )


CHANGES = [
    good, other_claims, other_header, respelt, letters_changed, cut_and_pasted, other_signature,
]  # fmt: skip


async def test_what_the_gate_takes_an_independent_library_takes_for_the_same_claims():
    dice = random.Random(SEED)
    taken: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    for _ in range(ROUNDS):
        change = dice.choice(CHANGES)
        token = change(dice)
        claims = await ours(token)
        (refused if claims is None else taken)[change.__name__] += 1
        if claims is not None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                assert claims == theirs(token), token

    # Not vacuous: every kind of change was met, most were caught, and no good token was refused.
    assert refused.keys() == {each.__name__ for each in CHANGES} - {"good"}
    assert taken["good"] > ROUNDS // 10
    assert taken.total() < ROUNDS // 2


@pytest.mark.parametrize("signer", [EC, RSA], ids=["ES256", "RS256"])
async def test_the_independent_library_is_strict_itself(signer):
    """An oracle that took everything would agree with anything."""
    assert theirs(signer.token()) is not None
    for changes in (
        {"exp": now() - 90},
        {"aud": "x"},
        {"iss": "x"},
        {"nbf": now() + 90},
        {"sub": 7},
    ):
        assert theirs(signer.token(claims=good_claims(**changes))) is None
    assert theirs(signer.token()[:-4] + "AAAA") is None
    assert theirs(signer.token(header=signer.header(crit=["exp"]))) is None
