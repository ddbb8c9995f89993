"""A place on the map, on a phone, with and without JavaScript: a press pins it, arrows move, words stay."""

import pytest

from tests.journeys.matters import written
from yakuba.rooms.answers.models import Draft

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]


@pytest.mark.parametrize("js", [True, False], ids=["with-javascript", "without-javascript"])
def test_a_place_is_pinned_on_the_map_and_no_word_is_lost(js, resident, settings):
    settings.YAKUBA_MAP_TILES = "sketch"
    visitor, person = resident(4, js=js)
    draft = written("road_occupancy", person)
    visitor.open(f"/drafts/{draft}/pages/where/")
    visitor.write("占用の目的", "書きかけの目的")
    visitor.press("地図の位置を消す")
    visitor.press("大きく見る")
    visitor.press("東へ")
    assert "北緯" not in visitor.text()
    visitor.follow(visitor.page.get_by_role("button", name="地図。押した場所に印を付ける"))
    assert "北緯" in visitor.text()
    assert visitor.page.get_by_label("占用の目的").input_value() == "書きかけの目的"
    visitor.press("次へ進む")
    place = Draft.objects.get(id=draft).answers["place"]
    # The middle of the picture, one press on the arrow east of where it began.
    assert 144.668 < float(place["lon"]) < 144.678 and place["lot"]
