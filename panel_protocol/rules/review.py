"""What a named person settles by reviewing a case that the protocol would not decide."""

from panel_protocol.decision import Reason

# By the reason that sent the case to them.
_SETTLES = {
    "exploitation_hold": "the hold over exploitation",
    "policy_conflict": "the conflict of the knife guidelines",
    "earlier_offence_unknown": "the case, asking what an earlier outcome was for",
    "knife_not_said": "the case, asking whether there was a knife",
    "imagery_not_said": "the case, asking which kind of imagery it is about",
    "outcome_21_first": "whether Outcome 21 is right",
    "remand_not_said": "the case, asking whether a remand is wanted",
    "unscored": "the case, which has no score",
}


def settled(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Each thing the review settles, once, on the authority that asked for it."""
    asked = {reason.code: reason.source for reason in reasons}
    return tuple(
        Reason(f"released_{code}", f"A named person decided {what}", asked[code])
        for code, what in _SETTLES.items()
        if code in asked
    )
