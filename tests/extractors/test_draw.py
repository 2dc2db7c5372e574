"""Pictures show the right part of the right page, upright."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from extractors.draw import crop, crops, page_picture
from schemas.errors import InputError
from schemas.geometry import Box, Place
from tests.support.paper import Sheet, pdf_bytes, ruled


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def red_square(turn: int = 0) -> bytes:
    return pdf_bytes([Sheet(rotate=turn).fill(100, 200, 140, 240, "1 0 0")])


def test_a_crop_shows_what_stands_there() -> None:
    image = opened(crop(red_square(), Place(1, Box(100, 200, 140, 240)), margin=10, dpi=72))
    assert abs(image.width - 60) <= 2
    assert image.getpixel((30, 30)) == (255, 0, 0)
    assert image.getpixel((3, 3)) == (255, 255, 255)


def test_a_crop_of_a_turned_page_is_upright() -> None:
    """Turned by 90° clockwise, what lay at (100, 200) lies at (842 - 240, 100)."""
    image = opened(crop(red_square(90), Place(1, Box(602, 100, 642, 140)), margin=0, dpi=72))
    assert image.getpixel((20, 20)) == (255, 0, 0)


def test_crops_of_one_file_come_by_place() -> None:
    places = [Place(1, Box(100, 200, 140, 240)), Place(1, Box(300, 300, 340, 340))]
    images = {place: opened(png) for place, png in crops(red_square(), places, 0, 72).items()}
    assert images[places[0]].getpixel((20, 20)) == (255, 0, 0)
    assert images[places[1]].getpixel((20, 20)) == (255, 255, 255)


def test_the_page_picture_draws_the_grid_and_the_value_in() -> None:
    data = pdf_bytes([ruled(Sheet(), [50, 150, 250], [50, 80, 110], {(0, 0): "a"})])
    plain = opened(page_picture(data, [Place(1, Box(52, 52, 148, 78))], mark=False))
    marked = opened(page_picture(data, [Place(1, Box(52, 52, 148, 78))]))
    assert plain.size == marked.size
    scale = plain.width / 595
    middle = (int(100 * scale), int(72 * scale))
    assert plain.getpixel(middle) == (255, 255, 255)
    assert marked.getpixel(middle) != (255, 255, 255)
    grid = {plain.getpixel((int(200 * scale), y)) for y in range(int(78 * scale), int(82 * scale))}
    assert len(grid) > 1


def test_a_page_that_is_not_there_is_an_input_error() -> None:
    with pytest.raises(InputError) as caught:
        crop(red_square(), Place(7, Box(0, 0, 9, 9)))
    assert caught.value.code == "damaged"


def test_a_dump_has_no_picture() -> None:
    with pytest.raises(InputError) as caught:
        page_picture(b"a\tb", [Place(1, Box(0, 0, 9, 9))])
    assert caught.value.code == "not-a-pdf"
