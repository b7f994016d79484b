"""One folder of YAML files as a layer of values; layers are laid one over the other, and every value knows its file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import YAMLError

from plumbline.domain.errors import RulebookError

HEAD = "book.yml"
SECTIONS = ("instruments", "clauses", "rules", "lexicons", "sources", "calendars")


class _Plain(SafeConstructor):
    """YAML 1.2 as it is written: a day without quotation marks is text, and no object of its own."""


_Plain.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


@dataclass
class Layer:
    """Values as nested mappings, and for each leaf (`rules/activity.stale_account/severity`) the file that set it."""

    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)

    def lay_over(self, lower: "Layer") -> "Layer":
        """This layer on top of `lower`: mappings are merged, anything else (a list too) is replaced as a whole."""
        origins = {path: file for path, file in lower.origins.items() if not self._hides(path)}
        return Layer(merge(lower.values, self.values), {**origins, **self.origins})

    def _hides(self, path: str) -> bool:
        """Whether a leaf here stands where the lower layer had a mapping, or the other way round."""
        parts = path.split("/")
        prefixes = ("/".join(parts[:size]) for size in range(1, len(parts)))
        return any(prefix in self.origins for prefix in prefixes)

    def file_of(self, path: str) -> str:
        """The file that set the value at `path`, or the last file that set something below it; ``""`` if unknown."""
        if path in self.origins:
            return self.origins[path]
        below = [file for leaf, file in self.origins.items() if leaf.startswith(f"{path}/")]
        if below:
            return below[-1]
        parent = path.rpartition("/")[0]
        return self.file_of(parent) if parent else ""


def merge(lower: Mapping[str, Any], upper: Mapping[str, Any]) -> dict[str, Any]:
    """A deep merge: `upper` wins at the leaf."""
    merged = dict(lower)
    for key, value in upper.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = merge(below, value)
        else:
            merged[key] = value
    return merged


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each leaf below `value` with its path; parts are joined by `/`."""
    if not isinstance(value, Mapping) or not value:
        yield path, value
        return
    for key, below in value.items():
        yield from leaves(below, f"{path}/{key}" if path else str(key))


def read_layer(folder: Path) -> Layer:
    """Read `book.yml` and every other `*.yml` of the folder (which hold the other sections)."""
    layer = Layer()
    for stray in sorted(folder.glob("*.yaml")):
        raise RulebookError("a file of a rulebook ends in .yml", str(stray), f"call it {stray.stem}.yml")
    _add(layer, {"book": read_mapping(folder / HEAD)}, f"{folder.name}/{HEAD}")
    for file in sorted(folder.glob("*.yml")):
        if file.name != HEAD:
            _add(layer, _sections(file), f"{folder.name}/{file.name}")
    return layer


def read_mapping(file: Path) -> dict[str, Any]:
    """A YAML 1.2 file whose top is a mapping; an empty file is an empty mapping."""
    try:
        yaml = YAML(typ="safe")
        yaml.Constructor = _Plain
        content = yaml.load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RulebookError("no such file", str(file), "a rulebook is a folder with a book.yml") from None
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        raise RulebookError("not readable as YAML", _place(file, error), _reason(error)) from None
    if not isinstance(content or {}, dict):
        raise RulebookError("a mapping was expected", str(file), f"sections are {', '.join(SECTIONS)}")
    return content or {}


def _sections(file: Path) -> dict[str, Any]:
    content = read_mapping(file)
    for section, entries in content.items():
        if section not in SECTIONS:
            raise RulebookError(f"unknown section {section!r}", str(file), f"sections are {', '.join(SECTIONS)}")
        if not isinstance(entries, dict):
            raise RulebookError(f"section {section!r} must be a mapping of entries", str(file))
    return content


def _add(layer: Layer, values: dict[str, Any], origin: str) -> None:
    for section, entries in values.items():
        for twice in sorted(set(entries) & set(layer.values.get(section, {}))):
            before = layer.file_of(f"{section}/{twice}")
            raise RulebookError(f"{section}/{twice} is defined twice", f"{before} and {origin}", "keep one of the two")
    layer.values = merge(layer.values, values)
    layer.origins.update({path: origin for path, _ in leaves(values) if path})


def _place(file: Path, error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"{file} line {mark.line + 1} column {mark.column + 1}" if mark else str(file)


def _reason(error: Exception) -> str:
    said = str(getattr(error, "problem", None) or error).splitlines()[0]
    return f"{said}; a sentence with {{facts}}, a colon or a comma stands in quotation marks" if "'}'" in said else said
