from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.mercator import Window, metres_a_pixel, to_degrees, to_pixels

HALL = Window(43.9115, 144.6672, 15, 640, 400)


def test_the_middle_of_the_map_is_its_centre_and_east_is_right_and_north_is_up() -> None:
    middle = HALL.degrees_at(320, 200)
    assert (round(middle[0], 6), round(middle[1], 6)) == (43.9115, 144.6672)
    north_east = HALL.degrees_at(420, 100)
    assert north_east[0] > 43.9115 and north_east[1] > 144.6672


def test_one_tile_is_360_degrees_by_two_to_the_zoom() -> None:
    assert abs(HALL.degrees_at(320 + 256, 200)[1] - 144.6672 - 360 / 2**15) < 1e-9


def test_a_pixel_at_zoom_15_is_about_three_and_a_half_metres_here() -> None:
    assert 3.4 < metres_a_pixel(43.9115, 15) < 3.5


@given(st.floats(24, 46), st.floats(122, 154), st.integers(5, 19))
def test_degrees_and_pixels_are_each_others_inverse(latitude: float, longitude: float, zoom: int) -> None:
    back = to_degrees(*to_pixels(latitude, longitude, zoom), zoom)
    assert abs(back[0] - latitude) < 1e-9 and abs(back[1] - longitude) < 1e-9


@given(st.text(max_size=30))
def test_no_text_moves_the_window_out_of_the_world(text: str) -> None:
    moved = HALL.moved_to(text)
    assert abs(moved.latitude) <= 85 and abs(moved.longitude) <= 180 and 5 <= moved.zoom <= 19
