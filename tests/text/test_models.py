"""The models that ship: readable, sane on texts made up here, and refused when damaged."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from plumbline.domain.errors import PlumblineError
from plumbline.text import model
from plumbline.text.fold import fold
from plumbline.text.ngrams import BITS

NAMES = sorted(path.stem for path in model.FOLDER.glob("*.bin"))


def scored(name: str, text: str) -> int:
    """The score of a text as it is written."""
    return model.load(name).score(fold(text).text)


def test_the_models_are_there() -> None:
    assert NAMES == ["abuse", "emotion"]


@pytest.mark.parametrize("name", NAMES)
def test_a_model_is_small_and_its_card_is_of_these_bytes(name: str) -> None:
    content = (model.FOLDER / f"{name}.bin").read_bytes()
    assert len(content) < 5_000_000
    assert hashlib.sha256(content).hexdigest() in (model.FOLDER / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_model_keeps_the_room_of_the_column_sums(name: str) -> None:
    assert -128 not in model.load(name).weights


@pytest.mark.parametrize("name", NAMES)
def test_nothing_said_scores_nothing(name: str) -> None:
    assert model.load(name).score("") == 0


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("外地人都是骗子，素质低，滚回去", "外地来的朋友可以凭居住证办理"),
        ("女司机都是蠢货，就不该上路", "女司机热心救人获得表彰"),
        ("傻逼，脑残", "您好，请稍等"),
        ("you stupid bitch", "thank you, we will reply on monday"),
    ],
)
def test_abuse_scores_above_its_twin(worse: str, better: str) -> None:
    assert scored("abuse", worse) >= 500 > 200 > scored("abuse", better)


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("哈哈哈哈笑死我了，太开心了！！！", "会议于上午九时在市政府三楼召开。"),
        ("气死我了，真是太过分了！", "本条例自二〇二〇年一月一日起施行。"),
        ("I am so happy, I love this!", "The meeting is in room 4."),
    ],
)
def test_emotion_scores_above_plain_news(worse: str, better: str) -> None:
    assert scored("emotion", worse) >= 800 > 500 > scored("emotion", better)


def test_an_evasion_scores_like_the_word() -> None:
    assert scored("abuse", "你就是个傻·逼") == scored("abuse", "你就是个傻逼")


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(PlumblineError, match="models/no_such"):
        model.load("no_such")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}\n",
        b"[]\n",
        model.dumped(b"\0" * 5, range(1000)),
        model.dumped(bytes(1 << BITS), range(999)),
        model.dumped(bytes(1 << BITS), range(1000, 0, -1)),
        json.dumps({"format": "another", "cuts": []}).encode() + b"\n",
    ],
)
def test_a_damaged_model_is_refused(content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "damaged.bin").write_bytes(content)
    monkeypatch.setattr(model, "FOLDER", tmp_path)
    with pytest.raises(PlumblineError, match="cannot be read"):
        model.load("damaged")


def test_what_is_written_can_be_read() -> None:
    whole = model.load("abuse")
    again = model.parse("abuse", model.dumped(bytes(whole.weights), whole.cuts))
    assert (again.weights, again.cuts) == (whole.weights, whole.cuts)


def test_a_draft_is_scored_without_numpy() -> None:
    used = "import sys; from plumbline.text.model import load; load('abuse').score('字')"
    program = f"{used}; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
