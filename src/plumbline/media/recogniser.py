"""What is written in a picture, by RapidOCR on ONNX Runtime: the models lie in its package, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plumbline.domain.errors import UsageError
from plumbline.media.faults import unreadable
from plumbline.media.pictures import Piece, frames, pieces
from plumbline.media.reading_order import Box, read

if TYPE_CHECKING:
    from PIL.Image import Image

PACKAGES = ("rapidocr", "onnxruntime", "PIL", "cv2")
LEAST_SCORE = 0.7
"""How sure the recogniser must be of a line; what lies below is mostly grain and ornaments."""
_MODELS = {"Det": "det", "Cls": "cls", "Rec": "rec"}


def missing() -> tuple[str, ...]:
    """The packages that are not there; none where pictures can be read."""
    return tuple(name for name in PACKAGES if find_spec(name) is None)


def name() -> str:
    """Reader and version, by which what was read before is known to be still good."""
    try:
        return f"rapidocr {version('rapidocr')}"
    except PackageNotFoundError:
        return "rapidocr"


def words(raw: bytes) -> str:
    """The words of a picture in reading order, a line each; of a moving one each frame's once.

    Unreadable: no picture, broken, too large. UsageError where the extra is not installed or lacks its models.
    """
    told: list[str] = []
    for frame in frames(raw):
        lines = read([*_boxes(frame)]).split("\n")
        told += [line for line in lines if line and line not in told]
    return "\n".join(told)


def _boxes(frame: Image) -> Iterator[Box]:
    for piece in pieces(frame):
        yield from (box for box in _recognised(piece) if _is_own(box, piece))


def _is_own(box: Box, piece: Piece) -> bool:
    """Whether the middle of a box lies in the part that is this piece's own: the next piece has the rest whole."""
    middle = (box.top + box.bottom if piece.down else box.left + box.right) / 2
    return piece.first <= middle < piece.last


def _recognised(piece: Piece) -> Iterator[Box]:
    import numpy as np

    engine = _engine()
    bgr = np.ascontiguousarray(np.asarray(piece.image)[:, :, ::-1])
    try:
        found = engine(bgr)
    except Exception as error:  # whatever breaks inside the recogniser is about this picture alone
        raise unreadable(f"the picture could not be read ({type(error).__name__})", "图片无法识读") from None
    if found is None or getattr(found, "boxes", None) is None or found.txts is None:
        return
    for corners, text, score in zip(found.boxes, found.txts, found.scores, strict=True):
        if score >= LEAST_SCORE and text.strip():
            yield _box(corners.tolist(), text.strip(), float(score), piece)


def _box(corners: Sequence[Sequence[float]], text: str, score: float, piece: Piece) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    right, down = (0, piece.offset) if piece.down else (piece.offset, 0)
    return Box(min(xs) + right, min(ys) + down, max(xs) + right, max(ys) + down, text, score)


@cache
def _engine() -> Any:
    """The recogniser, made once a process. Its models are named one by one, so that it never looks for others."""
    if missing():
        raise UsageError(
            f"pictures cannot be read: {', '.join(missing())} is not installed",
            remedy="pip install 'plumbline[ocr]'",
        )
    import rapidocr

    folder = Path(rapidocr.__file__).parent / "models"
    files = {part: _model(folder, word) for part, word in _MODELS.items()}
    options: dict[str, Any] = {f"{part}.model_path": str(path) for part, path in files.items()}
    options |= {"Global.log_level": "critical", "Global.text_score": LEAST_SCORE}
    return rapidocr.RapidOCR(params=options)


def _model(folder: Path, word: str) -> Path:
    found = sorted(folder.glob(f"*_{word}_*.onnx"))
    if not found:
        raise UsageError(
            f"the recogniser's model for “{word}” is not in its package",
            str(folder),
            "pip install --force-reinstall 'plumbline[ocr]'",
        )
    return found[-1]
