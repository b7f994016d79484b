"""Write docs/measured/media.md: how well made-up posters are read, and whether an insult on them is found.

Needs the extra `ocr` and a Chinese font (Debian: fonts-noto-cjk). The posters are made by seed and never kept.
"""

import argparse
import io
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from measured_pages import page, share
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein

from plumbline.domain.wording import Utterance
from plumbline.engine.drafts import DraftJudge
from plumbline.media import recogniser
from plumbline.rulebook.load import load

SEED = 20261123
FONTS = Path("/usr/share/fonts/opentype/noto")
SANS, SERIF = FONTS / "NotoSansCJK-Regular.ttc", FONTS / "NotoSerifCJK-Bold.ttc"
SIMPLIFIED = 2
CHECK = "tone.abusive_language"
INSULTS = ("你算什么东西！滚！", "不服憋着，闭上你的臭嘴！", "你们这群刁民，活该！")
OPENINGS = ("关于{}的通知", "{}温馨提示", "{}工作简报", "清溪县开展{}活动")
TOPICS = ("夏季防溺水", "城乡居民医保缴费", "森林草原防灭火", "道路交通安全", "垃圾分类", "冬季用电安全", "消费维权")
SENTENCES = (
    "请广大居民不要到野外水域游泳。", "缴费截止时间为2026年12月20日。", "咨询电话：0871-63120099。",
    "严禁携带火种进入林区。", "骑电动自行车请佩戴安全头盔。", "办理地点：县政务服务中心二楼3号窗口。",
    "请相互转告，共同遵守。", "对违反规定的，依法依规处理。", "服务时间为工作日9:00至17:00。", "A级景区免费开放。",
)  # fmt: skip
Ink = tuple[int, int, int]


@dataclass(frozen=True)
class Style:
    """How a poster looks."""

    name: str
    size: int = 40
    ink: Ink = (20, 20, 20)
    paper: Ink = (250, 250, 250)
    font: Path = SANS
    lines: int = 6
    upright: bool = False
    columns: int = 1
    after: Callable[[Image.Image], Image.Image] = lambda image: image
    quality: int = 0


def _noise(size: tuple[int, int], spread: int) -> Image.Image:
    shades = np.random.default_rng(SEED).normal(128, spread, (size[1], size[0]))
    return Image.fromarray(shades.clip(0, 255).astype(np.uint8))


def _noisy(image: Image.Image) -> Image.Image:
    return Image.blend(image, _noise(image.size, 60).convert("RGB"), 0.25)


def _scene(image: Image.Image) -> Image.Image:
    """Letters on a coloured, blotchy ground, as of a photograph out of focus."""
    blots = _noise((12, 12), 100).resize(image.size, 3).filter(ImageFilter.GaussianBlur(8)).convert("RGB")
    return Image.blend(image, blots, 0.35)


def _turned(degrees: float) -> Callable[[Image.Image], Image.Image]:
    return lambda image: image.rotate(degrees, expand=True, fillcolor=(250, 250, 250), resample=3)


STYLES = (
    Style("black on white, 40 px"),
    Style("28 px", size=28),
    Style("18 px", size=18),
    Style("12 px", size=12),
    Style("80 px", size=80, lines=4),
    Style("white on blue", ink=(255, 255, 255), paper=(20, 60, 150)),
    Style("yellow on red, heavy serifs", ink=(255, 225, 60), paper=(190, 20, 20), font=SERIF, size=52),
    Style("grey on grey", ink=(150, 150, 150), paper=(205, 205, 205)),
    Style("grain", after=_noisy),
    Style("blotchy ground", after=_scene, ink=(255, 255, 255), paper=(60, 90, 60)),
    Style("JPEG at quality 15", size=28, quality=15),
    Style("turned by 3°", after=_turned(3)),
    Style("turned by 10°", after=_turned(10)),
    Style("turned by 90°", after=_turned(90)),
    Style("upside down", after=_turned(180)),
    Style("upright, right to left", upright=True, lines=4),
    Style("two columns", columns=2, lines=12, size=26),
    Style("long picture, 60 lines", lines=60),
)


def text(chance: random.Random, lines: int, insult: str | None) -> list[str]:
    """The lines of a poster: a heading, sentences, perhaps an insult among them."""
    heading = chance.choice(OPENINGS).format(chance.choice(TOPICS))
    body = [chance.choice(SENTENCES) for _ in range(lines - 1)]
    if insult:
        body[chance.randrange(len(body))] = insult
    return [heading, *body]


def drawn(style: Style, lines: list[str]) -> bytes:
    """The poster as a file."""
    font = ImageFont.truetype(str(style.font), style.size, index=SIMPLIFIED)
    image = _upright(style, lines, font) if style.upright else _lines(style, lines, font)
    stream = io.BytesIO()
    if style.quality:
        style.after(image).save(stream, "JPEG", quality=style.quality)
    else:
        style.after(image).save(stream, "PNG")
    return stream.getvalue()


def _lines(style: Style, lines: list[str], font: ImageFont.FreeTypeFont) -> Image.Image:
    step, edge = round(style.size * 1.8), style.size * 2
    wide = round(max(font.getlength(line) for line in lines)) + edge
    rows = -(-(len(lines) - 1) // style.columns)
    image = Image.new("RGB", (wide * style.columns + edge, (rows + 1) * step + 2 * edge), style.paper)
    pen = ImageDraw.Draw(image)
    pen.text((edge, edge), lines[0], fill=style.ink, font=font)
    for number, line in enumerate(lines[1:]):
        column, row = divmod(number, rows)
        pen.text((edge + column * wide, edge + (row + 1) * step), line, fill=style.ink, font=font)
    return image


def _upright(style: Style, lines: list[str], font: ImageFont.FreeTypeFont) -> Image.Image:
    step, edge = round(style.size * 1.12), style.size * 2
    size = (len(lines) * style.size * 2 + edge, max(map(len, lines)) * step + 2 * edge)
    image = Image.new("RGB", size, style.paper)
    pen = ImageDraw.Draw(image)
    for column, line in enumerate(lines):
        for row, char in enumerate(line):
            place = (size[0] - (column + 1) * style.size * 2, edge + row * step)
            pen.text(place, char, fill=style.ink, font=font)
    return image


@dataclass
class Score:
    """What came of the posters of one style."""

    characters: int = 0
    wrong: int = 0
    planted: int = 0
    found: int = 0
    clean: int = 0
    alarms: int = 0
    seconds: float = 0.0


def measured(style: Style, posters: int, judge: DraftJudge) -> Score:
    """Read posters of one style, every second with an insult."""
    chance, score = random.Random(f"{SEED} {style.name}"), Score()  # noqa: S311  no secret
    for number in range(posters):
        insult = chance.choice(INSULTS) if number % 2 else None
        lines = text(chance, style.lines, insult)
        begin = time.perf_counter()
        said = recogniser.words(drawn(style, lines))
        score.seconds += time.perf_counter() - begin
        wanted, got = _bare("".join(lines)), _bare(said)
        score.characters += len(wanted)
        score.wrong += Levenshtein.distance(wanted, got)
        flagged = any(fault.finding.check == CHECK for fault in judge.judge(Utterance(""), media_text=said).faults)
        score.planted += bool(insult)
        score.found += flagged and bool(insult)
        score.clean += not insult
        score.alarms += flagged and not insult
    return score


def _bare(said: str) -> str:
    return "".join(said.split())


def empty(pictures: int) -> int:
    """Characters read on pictures that hold none: noise, blots, stripes."""
    chance, found = random.Random(SEED), 0  # noqa: S311  no secret
    for number in range(pictures):
        image = Image.new("RGB", (900, 700), tuple(chance.randrange(256) for _ in range(3)))
        image = (_noisy, _scene)[number % 2](image)
        pen = ImageDraw.Draw(image)
        for _ in range(number):
            box = sorted(chance.randrange(900) for _ in range(2)), sorted(chance.randrange(700) for _ in range(2))
            pen.rectangle((box[0][0], box[1][0], box[0][1], box[1][1]), outline=(30, 30, 30), width=3)
        stream = io.BytesIO()
        image.save(stream, "PNG")
        found += len(_bare(recogniser.words(stream.getvalue())))
    return found


def lines(posters: int) -> Iterator[str]:
    """The page."""
    judge = DraftJudge(load("cn-2019"), (CHECK,))
    recogniser.words(drawn(STYLES[0], ["清溪"]))
    yield "# Words on posters, measured\n"
    yield f"Command: `python tools/measure_media.py --posters {posters}` · {datetime.now(UTC).date().isoformat()} · seed {SEED}\n"
    yield f"{recogniser.name()}, onnxruntime {version('onnxruntime')}; {posters} made-up posters of each style (our own sentences, Noto CJK fonts,"
    yield "drawn by Pillow, kept nowhere); every second one holds an insult. Accuracy: one less the share of characters that are"
    yield "wrong, missing, too many or out of order (edit distance, blanks aside). *Found* and *false*: the finding of"
    yield f"`{CHECK}` in what was read. Intervals are 95% (Wilson). Real posters have ornate letters, photographs and stamps;"
    yield "no real ones were at hand, so these figures are the best case and not what the street gives.\n"
    yield "| poster | characters | accuracy | insults found | false on clean ones | seconds a poster |"
    yield "|---|---|---|---|---|---|"
    for style in STYLES:
        score = measured(style, posters, judge)
        right = max(0.0, 1 - score.wrong / score.characters)
        yield (
            f"| {style.name} | {score.characters} | {right:.3f} | {share(score.found, score.planted)} | "
            f"{score.alarms} of {score.clean} | {score.seconds / posters:.1f} |"
        )
        print(f"{style.name}: {right:.3f}, {score.found}/{score.planted}", file=sys.stderr)
    yield f"\nOn 10 pictures without any words (grain, blots, frames), characters read: {empty(10)}."
    yield "Turned by a quarter or upside down the lines themselves are read, so insults are found; they come in reverse order."
    yield "Seconds were taken on a machine with two cores that had other work; they are an upper bound."


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posters", type=int, default=6, help="of each style")
    posters = parser.parse_args().posters
    if recogniser.missing() or not SANS.exists():
        sys.exit(
            "error: the extra ocr or the Noto CJK fonts are not there\nhelp: pip install -e '.[ocr]'; apt install fonts-noto-cjk"
        )
    whole = "\n".join(lines(posters)) + "\n"
    page("media").write_text(whole, "utf-8")
    print("wrote docs/measured/media.md")


if __name__ == "__main__":
    main()
