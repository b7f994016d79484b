"""Pictures are made ready to be read; what cannot be read is said, and is no danger."""

import io

import pytest
from PIL import Image, ImageDraw

from plumbline.media import pictures
from plumbline.media.faults import Unreadable
from plumbline.media.pictures import LONGEST, frames, pieces


def saved(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, form, **options)
    return stream.getvalue()


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert frames(saved(Image.new("RGB", (80, 40)), "JPEG", exif=exif))[0].size == (40, 80)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "LA", "I", "I;16", "F"])
def test_pictures_of_every_kind_of_colour_become_rgb(mode: str) -> None:
    form = "TIFF" if mode in ("CMYK", "F", "I") else "PNG"
    assert frames(saved(Image.new(mode, (40, 40)), form))[0].mode == "RGB"


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF"])
def test_the_forms_of_pictures_that_platforms_use_are_read(form: str) -> None:
    assert frames(saved(Image.new("RGB", (40, 40), "red"), form))[0].size == (40, 40)


@pytest.mark.parametrize(("letters", "ground"), [("white", 40), ("black", 255)])
def test_letters_on_a_transparent_ground_are_seen(letters: str, ground: int) -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((20, 20, 80, 80), letters)
    frame = frames(saved(image))[0]
    assert frame.getpixel((5, 5)) == (ground,) * 3
    assert frame.getpixel((50, 50)) == ((255,) * 3 if letters == "white" else (0,) * 3)


def test_of_a_moving_picture_the_first_the_middle_and_the_last_frame_are_read() -> None:
    shades = [Image.new("RGB", (40, 40), (n * 20, 0, 0)) for n in range(9)]
    moving = saved(shades[0], "GIF", save_all=True, append_images=shades[1:])
    reds = [frame.getpixel((1, 1)) for frame in frames(moving)]
    assert [pixel[0] for pixel in reds if isinstance(pixel, tuple)] == [0, 80, 160]


@pytest.mark.parametrize("raw", [b"", b"no picture", b"\xff\xd8\xff\xe0nonsense", b"GIF89a\xff\xff\xff\xff"])
def test_what_is_no_picture_is_said_in_both_languages(raw: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        frames(raw)
    assert caught.value.of("en")
    assert "图片" in caught.value.of("zh")


def test_a_picture_that_is_cut_off_is_broken() -> None:
    noisy = Image.effect_noise((200, 200), 80)
    with pytest.raises(Unreadable):
        frames(saved(noisy, "JPEG")[:2000])


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked() -> None:
    bomb = saved(Image.new("1", (12_000, 12_000)))
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable) as caught:
        frames(bomb)
    assert "million pixels" in caught.value.of("en")


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 10)
    with pytest.raises(Unreadable):
        frames(saved(Image.new("RGB", (40, 40))))


def test_a_long_picture_is_cut_into_pieces_that_own_every_row_once() -> None:
    cut = list(pieces(Image.new("RGB", (1_080, 9_000))))
    assert len(cut) > 4
    assert all(piece.image.height <= LONGEST for piece in cut)
    assert [piece.first for piece in cut[1:]] == [piece.last for piece in cut[:-1]]
    assert (cut[0].first, cut[-1].last) == (0, 9_000)


def test_a_wide_picture_is_cut_along_its_width() -> None:
    cut = list(pieces(Image.new("RGB", (5_000, 900))))
    assert not cut[0].down
    assert cut[-1].last == 5_000


def test_a_small_picture_is_one_piece_and_a_dot_is_none() -> None:
    assert len(list(pieces(Image.new("RGB", (640, 480))))) == 1
    assert list(pieces(Image.new("RGB", (640, 4)))) == []
