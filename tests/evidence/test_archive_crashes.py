"""A writer dies at every single step of its work, and of the repair afterwards: nothing promised is ever lost."""

import subprocess
import sys
from pathlib import Path

import pytest

DYING = '''
"""Dies at the step that is asked for: of everything that the system is asked to do to a file."""
import os, shutil, sys
from datetime import datetime, timedelta, UTC
from pathlib import Path
from plumbline.evidence.answer import Answer
from plumbline.evidence.archive import Archive
from plumbline.evidence.verify import examine

base, half = Path(sys.argv[1]), sys.argv[2] == "half"
START = datetime(2026, 3, 1, 8, tzinfo=UTC)


def answer(at, text):
    return Answer("https://example.org/x", "GET", [], b"", 200, "OK", [], text.encode() * 50, at, at)


def work(folder, promise):
    """Two days: an answer, one about citizens, a note, a closed day."""
    moment = [START]
    with Archive(folder, now=lambda: moment[0]) as archive:
        promise(archive.add(answer(moment[0], "one")))
        promise(archive.add(answer(moment[0], "two"), keyed=True))
        moment[0] += timedelta(days=1)
        promise(archive.note("import", {"file": "x.csv"}))
        archive.close_day()


def dies(folder, step):
    """The names promised before the step at which the child dies; whether it died at all."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        left = [step]

        def counted(call, partial=None):
            def run(*given):
                left[0] -= 1
                if left[0] == 0:
                    if partial and half:
                        partial(*given)
                    os._exit(9)
                return call(*given)
            return run

        write, truncate = os.write, os.ftruncate
        os.write = counted(write, lambda file, data: write(file, bytes(data)[: len(data) // 2]))
        os.fsync, os.ftruncate, os.unlink = counted(lambda file: None), counted(truncate), counted(os.unlink)
        os.replace = counted(os.replace)
        work(folder, lambda name: write(writing, name.encode() + b"\\n"))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        names = stream.read().split()
    return names, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def check(folder, promised, what):
    found = examine(folder) if (folder / "journal.jsonl").exists() else None
    assert found is None or not found.faults, (what, [fault.of("en") for fault in found.faults])
    assert set(promised) <= (found.names if found else set()), what


step, died = 0, True
while died:
    step += 1
    folder = base / f"at-{step}"
    promised, died = dies(folder, step)
    check(folder, promised, step)
    for again in (2, 5) if half else ():
        promised += dies(folder, again)[0]
        check(folder, promised, (step, again))
    promised += dies(folder, 10_000)[0]
    check(folder, promised, (step, "at last"))
    assert not examine(folder).interrupted
    shutil.rmtree(folder)
print(step)
'''


@pytest.mark.parametrize("how", ["whole", "half"])
def test_dying_at_any_step_loses_nothing_and_leaves_a_whole_archive(tmp_path: Path, how: str) -> None:
    done = subprocess.run([sys.executable, "-c", DYING, str(tmp_path), how], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20
