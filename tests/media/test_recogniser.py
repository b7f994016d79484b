"""What is written in pictures is read by models that lie in the recogniser's own package."""

import importlib.util
import io
import socket
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from plumbline.domain.errors import UsageError
from plumbline.media import recogniser
from plumbline.media.faults import Unreadable


def poster(*lines: str, form: str = "PNG", apart: int = 90) -> bytes:
    """A picture of lines in the letters that come with Pillow."""
    image = Image.new("RGB", (700, 60 + apart * len(lines)), (20, 60, 140))
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        pen.text((50, 40 + apart * number), line, fill="white", font=ImageFont.load_default(44))
    stream = io.BytesIO()
    image.save(stream, form)
    return stream.getvalue()


def test_a_poster_is_read_line_by_line() -> None:
    assert recogniser.words(poster("Keep away from the river", "Call 0871 12345")) == (
        "Keep away from the river\nCall 0871 12345"
    )


@pytest.mark.parametrize("form", ["JPEG", "GIF"])
def test_a_poster_is_read_in_the_forms_that_platforms_use(form: str) -> None:
    assert recogniser.words(poster("Keep away from the river", form=form)) == "Keep away from the river"


def test_nothing_is_read_on_an_empty_wall() -> None:
    assert recogniser.words(poster()) == ""


def test_a_line_where_a_long_picture_is_cut_is_read_once() -> None:
    lines = [f"Line number {n:02d}" for n in range(1, 10)]
    assert recogniser.words(poster(*lines, apart=210)).split("\n") == lines


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the recogniser opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refused)
    recogniser._engine.cache_clear()
    assert recogniser.words(poster("Hello river")) == "Hello river"


def test_a_model_that_is_missing_is_said_and_not_fetched(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not in its package"):
        recogniser._model(tmp_path, "det")


def test_without_the_extra_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recogniser, "find_spec", lambda name: None if name == "rapidocr" else importlib.util.find_spec)
    assert recogniser.missing() == ("rapidocr",)
    recogniser._engine.cache_clear()
    with pytest.raises(UsageError) as caught:
        recogniser.words(poster("Hello river"))
    assert "plumbline[ocr]" in caught.value.remedy


def test_a_recogniser_that_breaks_on_one_picture_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> object:
        raise RuntimeError("inside")

    monkeypatch.setattr(recogniser, "_engine", lambda: broken)
    with pytest.raises(Unreadable):
        recogniser.words(poster("Hello river"))
