"""The texts of a dossier on their way through the checks."""

from pathlib import Path

from judging import judged

from plumbline.checks import POST_CHECKS
from plumbline.domain.vocabulary import Reason

TIBETAN = "དེ་རིང་གནམ་གཤིས་ཡག་པོ་འདུག"
HEAD = "account_id,post_id,posted_at,text\n"


def dossier(folder: Path, texts: list[str]) -> Path:
    (folder / "accounts.csv").write_text("account_id,platform,name\nweibo:1,weibo,清溪发布\n", "utf-8")
    rows = (f"weibo:1,p{n},2026-03-{n + 1:02d}T09:00:00,{text}\n" for n, text in enumerate(texts))
    (folder / "posts.csv").write_text(HEAD + "".join(rows), "utf-8")
    return folder


def silent(folder: Path, texts: list[str]) -> set[str]:
    said = judged(dossier(folder, texts)).abstentions
    return {one.check for one in said if one.reason == Reason.LANGUAGE}


def test_an_account_in_a_language_that_no_check_reads_gets_no_answer_about_its_words(tmp_path: Path) -> None:
    assert silent(tmp_path, [TIBETAN, TIBETAN, "今日晴"]) == set(POST_CHECKS)


def test_one_post_in_such_a_language_among_others_silences_nothing(tmp_path: Path) -> None:
    assert silent(tmp_path, [TIBETAN, "今日晴", "明日多云"]) == set()


def test_a_post_dated_after_the_inspection_is_not_judged(tmp_path: Path) -> None:
    folder = dossier(tmp_path, ["今日晴", "你算什么东西！滚！"])
    assert "tone.abusive_language" in {one.check for one in judged(folder).findings}
    early = judged(folder, as_of="2026-03-01")
    assert "tone.abusive_language" not in {one.check for one in early.findings}
