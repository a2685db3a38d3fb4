"""The reasons that a config offers."""

from kpcommittee.domain.committee import Reason
from tests.builders import config

FULL = Reason(code="full", da="Fuldt", en="Full", fits=("over_capacity",))
WISH = Reason(code="wish", da="Ønske", en="Wish", fits=("from_recommendation", "from_relation"))
ANY = Reason(code="any", da="Enhver", en="Any")


def test_the_reasons_that_fit_what_is_asked_come_first_and_otherwise_the_order_is_the_configs() -> None:
    settings = config(reasons=(ANY, FULL, WISH))
    assert settings.reasons_for(["from_relation"]) == (WISH, ANY, FULL)
    assert settings.reasons_for(["over_capacity", "from_relation"]) == (FULL, WISH, ANY)
    assert settings.reasons_for([]) == (ANY, FULL, WISH)


def test_other_always_exists_and_may_be_worded_by_the_config() -> None:
    other = config().reason("other")
    assert other is not None
    assert (other.code, other.da, other.en) == ("other", "Andet", "Other")
    own = Reason(code="other", da="Noget andet", en="Something else")
    assert config(reasons=(own,)).reason("other") == own
    assert config().reason("gone") is None
