"""Pictures made ready to be read: upright, in colours, on a ground that shows the letters, in pieces that fit.

Needs Pillow, which the extra `ocr` brings.
"""

from __future__ import annotations

import io
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plumbline.media.faults import Unreadable, unreadable

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".jfif")
MOST_BYTES = 80_000_000
MOST_PIXELS = 80_000_000
"""A picture of 1080 by 70,000 pixels, as articles are sent; unpacked it needs a quarter of a gigabyte."""
SMALLEST = 16
"""Pixels of a side below which there is nothing to read."""
WIDEST = 1_600
"""Pixels of the shorter side from which on a picture is made smaller: its letters are large enough."""
LONGEST, OVERLAP = 1_800, 240
"""Pixels of a piece, and of what it shares with the next."""
STRIPE = 2
"""An image is no more than so many times as long as wide when it is read."""
MOST_FRAMES = 400
_BRIGHT = 140


@dataclass(frozen=True)
class Piece:
    """A part of a picture. `offset`: pixels of the picture that lie before it; `[first, last)`: what is its own of it.

    `down` tells whether the picture is cut along its height.
    """

    image: Picture
    offset: int
    first: int
    last: int
    down: bool


def frames(raw: bytes) -> list[Picture]:
    """The picture upright in RGB; of a moving one the first, the middle and the last frame.

    Unreadable: no picture, broken, or too large to be unpacked safely.
    """
    from PIL import Image, UnidentifiedImageError  # here: only the extra has it

    if len(raw) > MOST_BYTES:
        raise unreadable(f"more than {MOST_BYTES // 1_000_000} MB", f"文件超过 {MOST_BYTES // 1_000_000} MB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(raw)) as picture:
                _bounded(picture)
                return [_ready(picture, number) for number in _numbers(picture)]
    except Unreadable:
        raise
    except UnidentifiedImageError:
        raise unreadable("this is no picture that can be read", "不是可识别的图片") from None
    except Image.DecompressionBombError:
        raise _too_large() from None
    except Exception as error:  # decoders of many formats: whatever breaks in one is about this picture alone
        raise unreadable(f"the picture is broken ({type(error).__name__})", "图片已损坏") from None


def _bounded(picture: Picture) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise _too_large()


def _too_large() -> Unreadable:
    most = MOST_PIXELS // 1_000_000
    return unreadable(f"more than {most} million pixels", f"像素超过 {most} 百万")


def _numbers(picture: Picture) -> list[int]:
    count = min(int(getattr(picture, "n_frames", 1)), MOST_FRAMES)
    return sorted({0, count // 2, count - 1}) if count > 1 else [0]


def _ready(picture: Picture, number: int) -> Picture:
    """One frame, turned as its camera says, light letters on dark ground where it has none of its own."""
    from PIL import Image, ImageOps

    if number:
        picture.seek(number)
    frame = ImageOps.exif_transpose(picture)
    if frame.mode in ("I", "I;16", "I;16B", "F"):
        frame = ImageOps.autocontrast(frame.convert("F").point(lambda value: value / 256).convert("L"))
    if not (frame.mode in ("RGBA", "LA", "PA") or "transparency" in frame.info):
        return frame.convert("RGB")
    layered = frame.convert("RGBA")
    seen = layered.getchannel("A")
    grey = layered.convert("L")
    shades = [shade for shade, opaque in zip(*_samples(grey, seen), strict=True) if opaque > _BRIGHT]
    light = bool(shades) and sum(shades) / len(shades) > _BRIGHT
    ground = Image.new("RGBA", layered.size, (40, 40, 40, 255) if light else (255, 255, 255, 255))
    return Image.alpha_composite(ground, layered).convert("RGB")


def _samples(*channels: Picture) -> list[bytes]:
    """A few thousand pixels of each channel."""
    return [channel.resize((64, 64), 0).tobytes() for channel in channels]


def pieces(frame: Picture) -> Iterator[Piece]:
    """The frame made smaller where its letters are large, and cut along its longer side where it is long.

    Nothing for a frame too small to hold a letter.
    """
    if min(frame.size) < SMALLEST:
        return
    shrunk = max(1.0, min(frame.size) / WIDEST)
    if shrunk > 1.0:
        frame = frame.resize((round(frame.width / shrunk), round(frame.height / shrunk)), 3)
    down = frame.height >= frame.width
    length = frame.height if down else frame.width
    starts = [0] if length <= LONGEST else list(range(0, length - OVERLAP, LONGEST - OVERLAP))
    for number, start in enumerate(starts):
        end = length if number == len(starts) - 1 else start + LONGEST
        box = (0, start, frame.width, end) if down else (start, 0, end, frame.height)
        own = (start + OVERLAP // 2 * (number > 0), end - OVERLAP // 2 * (end < length))
        yield Piece(_wide_enough(frame.crop(box)), start, *own, down)


def _wide_enough(image: Picture) -> Picture:
    """The image with empty ground beside it where it is a mere stripe, which would be blown up to be read."""
    from PIL import Image

    least = max(image.size) // STRIPE
    size = (max(image.width, least), max(image.height, least))
    if size == image.size:
        return image
    ground = Image.new("RGB", size, _ground(image))
    ground.paste(image, (0, 0))
    return ground


def _ground(image: Picture) -> tuple[int, int, int]:
    """The colour that stands most often along the lower edge."""
    edge = image.crop((0, image.height - 1, image.width, image.height)).tobytes()
    shades = Counter(zip(edge[::3], edge[1::3], edge[2::3], strict=True))
    return shades.most_common(1)[0][0]
