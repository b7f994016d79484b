"""What stands in deploy/ exists: commands, options, settings, hashes. No container engine is needed, none is tried."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from plumbline.cli.main import COMMANDS, main

TOP = Path(__file__).resolve().parents[2]
DEPLOY = TOP / "deploy"
SETTINGS = {
    name for path in (TOP / "src").rglob("*.py")
    for name in re.findall(r'variable\(\s*f?"([A-Z_]+)"', path.read_text("utf-8"))
} | {"PLUMBLINE_SETTINGS", "PLUMBLINE_KEY", "PLUMBLINE_LANG"}  # fmt: skip
OTHERS = {
    "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL",
    "PIP_DISABLE_PIP_VERSION_CHECK", "PIP_NO_CACHE_DIR", "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE",
    "POSTGRES_INITDB_ARGS", "COLLECT_EVERY_SECONDS",
}  # fmt: skip


def documents(path: Path) -> Iterator[Any]:
    yield from YAML(typ="safe").load_all(path.read_text("utf-8"))


def compose() -> Any:
    (found,) = documents(DEPLOY / "compose.yaml")
    return found


def containers() -> Iterator[tuple[str, Any]]:
    """Every container of the manifests with the name of its file."""
    for path in sorted((DEPLOY / "kubernetes").glob("*.yaml")):
        for document in documents(path):
            spec = document.get("spec", {})
            spec = spec.get("jobTemplate", {}).get("spec", spec)
            yield from ((path.name, one) for one in spec.get("template", {}).get("spec", {}).get("containers", ()))


def understood(words: list[str], capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether the command line takes these words (they are followed by --help, so that nothing is done)."""
    assert words[0] in COMMANDS
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    text = capsys.readouterr().out
    return ended.value.code == 0 and all(word in text for word in words if word.startswith("--"))


def test_every_setting_that_is_named_exists() -> None:
    named = set()
    for path in (DEPLOY / "Containerfile", DEPLOY / "compose.yaml", *(DEPLOY / "kubernetes").glob("*.yaml")):
        for name in re.findall(r"^\s*(?:ENV )?([A-Z][A-Z_]{3,})(?:[:=])", path.read_text("utf-8"), re.M):
            named.add(name)
    assert {"DATABASE_URL_FILE", "PLUMBLINE_OFFICE"} <= named
    unknown = {name for name in named - OTHERS if name not in SETTINGS and name.removesuffix("_FILE") not in SETTINGS}
    assert unknown - {"BASE", "ARG", "FROM"} == set()


def test_every_command_of_the_containers_and_units_exists(capsys: pytest.CaptureFixture[str]) -> None:
    services = compose()["services"]
    commands = [services[name]["command"] for name in ("web", "worker")]
    commands += [one["args"] for _, one in containers() if "command" not in one]
    text = "\n".join(
        path.read_text("utf-8") for path in (*(DEPLOY / "systemd").glob("*.service"), DEPLOY / "compose.yaml",
                                             *(DEPLOY / "kubernetes").glob("*.yaml"))
    )  # fmt: skip
    commands += [found.split() for found in re.findall(r"(?:bin/|exec |do )plumbline ([a-z][^;\"'$\n]*)", text)]
    recipe = (DEPLOY / "Containerfile").read_text("utf-8")
    commands.append(re.findall(r'"([^"]+)"', recipe[recipe.index("\nCMD [") :]))
    assert len(commands) > 9
    for words in commands:
        assert understood(["place" if word.startswith("/") else word for word in words], capsys), words


def test_containers_run_as_nobody_in_particular_on_a_file_system_that_they_cannot_write() -> None:
    services = compose()["services"]
    for name in ("web", "worker", "collector"):
        one = services[name]
        assert (one["read_only"], one["user"], one["cap_drop"]) == (True, "10001:10001", ["ALL"])
        assert any(place.startswith("/tmp") for place in one["tmpfs"])  # noqa: S108  the container's own
    for place, one in containers():
        closed = one["securityContext"]
        assert closed["readOnlyRootFilesystem"], place
        assert not closed["allowPrivilegeEscalation"], place
        assert {mount["mountPath"] for mount in one["volumeMounts"]} >= {"/data", "/tmp"}  # noqa: S108  as above
    assert re.search(r"^USER 10001", (DEPLOY / "Containerfile").read_text("utf-8"), re.M)


def test_no_secret_stands_in_a_file_and_every_image_has_a_version() -> None:
    for path in DEPLOY.rglob("*.yaml"):
        text = path.read_text("utf-8")
        assert not re.search(r"postgres://[^ ]*:[^ ]*@", text)
        for image in re.findall(r"image: (\S+)", text):
            assert re.search(r":\d", image), image
    files = {one["file"] for one in compose()["secrets"].values()}
    named = set(re.findall(r"\$place/(\w+)", (DEPLOY / "secrets.sh").read_text("utf-8")))
    assert {Path(one).name for one in files} == named
    from plumbline import __version__

    assert f"plumbline:{__version__}" in (DEPLOY / "compose.yaml").read_text("utf-8")


def test_secrets_are_made_once_and_printed_never(tmp_path: Path) -> None:
    for _ in range(2):
        told = subprocess.run(["sh", DEPLOY / "secrets.sh", tmp_path / "s"], capture_output=True, text=True, check=True)
        password = (tmp_path / "s" / "database_password").read_text()
        assert len(password) == 48
        assert password not in told.stdout + told.stderr
        assert (tmp_path / "s" / "database_url").read_text() == f"postgres://plumbline:{password}@database/plumbline"
    assert (tmp_path / "s").stat().st_mode & 0o777 == 0o700


def test_what_builds_the_wheel_is_what_the_lock_of_development_says() -> None:
    lock = re.sub(r"\n    #[^\n]*", "", (TOP / "requirements-dev.lock").read_text("utf-8"))
    for one in re.split(r"\n(?=[a-z])", (DEPLOY / "build.lock").read_text("utf-8"))[1:]:
        assert one.strip() in lock, one.split("==")[0]


def test_alerts_speak_of_numbers_that_there_are() -> None:
    source = (TOP / "src/plumbline/server/site").glob("*.py")
    text = "".join(path.read_text("utf-8") for path in source)
    for name in set(re.findall(r"plumbline_(\w+)", (DEPLOY / "alerts.yaml").read_text("utf-8"))):
        assert re.sub(r"_(count|bucket|sum)$", "", name) in text, name


def wheel(folder: Path, name: str, script: str = "") -> str:
    """A wheel with nothing in it but perhaps a command; its SHA-256."""
    place = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(place, "w") as made:
        made.writestr(f"{name}.py", "def main():\n    print('1.0')\n")
        made.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        made.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr(f"{info}/entry_points.txt", script)
        made.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(place.read_bytes()).hexdigest()


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle as `make bundle` writes it, with wheels of nothing."""
    place = tmp_path / "bundle"
    (place / "wheels").mkdir(parents=True)
    below, own = (
        wheel(place / "wheels", "below"),
        wheel(place / "wheels", "plumbline", "[console_scripts]\nplumbline = plumbline:main\n"),
    )
    (place / "requirements.lock").write_text(f"below==1.0 --hash=sha256:{below}\n")
    (place / "plumbline.lock").write_text(f"plumbline==1.0 --hash=sha256:{own}\n")
    platform = f"cp{sys.version_info[0]}{sys.version_info[1]}-{sysconfig.get_platform()}"
    (place / "PLATFORM").write_text(platform.replace(".", "_") + "\n")
    shutil.copy(DEPLOY / "install.sh", place)
    summed(place)
    return place


def summed(place: Path) -> None:
    files = sorted(path for path in place.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    sums = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(place)}\n" for path in files)
    (place / "SHA256SUMS").write_text("".join(sums))


def installed(bundle: Path, into: Path) -> subprocess.CompletedProcess[str]:
    """Install with no network: whatever the machine says of indexes points nowhere."""
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_FIND_LINKS": "", "PIP_REQUIRE_HASHES": "0"}
    environment = {"PATH": os.environ["PATH"], "HOME": str(into.parent), "PYTHON": sys.executable} | nowhere
    command = ["sh", str(bundle / "install.sh"), str(into)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)


def test_a_bundle_installs_from_itself_alone(bundle: Path, tmp_path: Path) -> None:
    told = installed(bundle, tmp_path / "env")
    assert told.returncode == 0, told.stderr
    assert "installed: 1.0" in told.stdout


def test_a_bundle_that_was_touched_or_is_for_another_machine_installs_nothing(bundle: Path, tmp_path: Path) -> None:
    (bundle / "PLATFORM").write_text("cp311-elsewhere\n")
    told = installed(bundle, tmp_path / "env")
    assert (told.returncode, "is not what it was" in told.stderr) == (2, True)
    summed(bundle)
    told = installed(bundle, tmp_path / "env")
    assert (told.returncode, "is for cp311-elsewhere" in told.stderr) == (2, True)
    assert not (tmp_path / "env").exists()
