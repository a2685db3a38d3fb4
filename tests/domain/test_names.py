"""What the config calls providers, districts and people: an id that is gone from it is shown itself."""

from kpcommittee.wording.names import Names
from tests.builders import club, config, staff

SETTINGS = config(club("north-club", "10", staff("Mia Holm", id="mia"), name="North Club"))


def test_an_id_becomes_its_name_or_stays_itself() -> None:
    assert [SETTINGS.provider_name(provider) for provider in ("north-club", "gone")] == ["North Club", "gone"]
    assert [SETTINGS.deliverer_name(some) for some in ("mia", "north-club", "gone")] == [
        "Mia Holm",
        "North Club",
        "gone",
    ]
    (district, *_others) = SETTINGS.districts
    assert [SETTINGS.district_name(some) for some in (district.id, "gone")] == [district.name, "gone"]


def test_documents_name_them_as_the_screens_do() -> None:
    names = Names(SETTINGS)
    assert names.provider("north-club") == "North Club"
    assert names.either("mia") == "Mia Holm"
    assert names.district("gone") == "gone"
