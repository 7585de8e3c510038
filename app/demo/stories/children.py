"""What the children of the stories are said to have done, and what is known of them."""

from app.demo import situations as said
from app.demo.situations import Situation

FIRST = Situation(offences=said.LOW)
NOT_PROVED = Situation(offences=said.LOW, test="not_met", admission="denies")
TRIFLING = Situation(offences=said.TRIVIAL)
SILENT = Situation(offences=said.LOW, admission="no_comment")
DENIED = Situation(offences=said.LOW, admission="denies")
SECOND = Situation(offences=said.LOW, earlier=(("community_resolution", 150),))
ACCEPTED = Situation(
    offences=said.LOW, admission="accepts_responsibility", earlier=(("community_resolution", 200),)
)
HATEFUL = Situation(
    offences=said.LOW,
    circumstances={"hate_crime": True},
    factors={"aggravating": ("hostility",), "mitigating": ("early_remorse",)},
)
MIDDLING = Situation(offences=said.MIDDLE)
GRAVE = Situation(offences=said.HIGH)
WITH_KNIFE = Situation(offences=said.BLADE, circumstances={"knife": "possession", "arrested": True})
ROBBERY = Situation(offences=said.TOP, circumstances={"arrested": True, "bail": "pre_charge_bail"})
HELD = Situation(
    offences=said.HIGH, circumstances={"arrested": True, "bail": "custody", "remand_wanted": True}
)
GROWN_UP = Situation(offences=said.LOW, eighteen_after=-3)
NEARLY_18 = Situation(offences=said.MIDDLE, eighteen_after=9)
EXPLOITED = Situation(offences=said.LOW, circumstances={"exploitation_concern": True})
UNSCORED = Situation(offences=said.UNSCORED)
IMAGERY = Situation(offences=said.IMAGERY, circumstances={"sexual_imagery": "consensual_peer"})
THREAT = Situation(offences=said.BLADE, circumstances={"knife": "threat", "arrested": True})
UNTOLD = Situation(offences=said.LOW[3:4], admission="no_comment", victim_may_be_told_of=False)
