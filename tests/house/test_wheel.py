"""The wheel holds all that the program needs, outside the repository."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def run(*command: str, cwd: Path, **environment: str) -> str:
    done = subprocess.run(command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_the_wheel_inspects_the_demo_fleet_far_from_the_repository(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), ".", cwd=REPOSITORY)
    wheel = next(tmp_path.glob("plumbline-*.whl"))
    away = tmp_path / "away"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(away)
    python = (sys.executable, "-P", "-m", "plumbline.cli.main")
    asked = "import plumbline; print(plumbline.__file__)"
    where = run(sys.executable, "-P", "-c", asked, cwd=tmp_path, PYTHONPATH=str(away))
    assert str(away) in where
    run(*python, "demo", "fleet", cwd=tmp_path, PYTHONPATH=str(away))
    run(*python, "inspect", "fleet", "--out", "result", cwd=tmp_path, PYTHONPATH=str(away))
    assert (tmp_path / "result" / "report.html").stat().st_size > 10_000
