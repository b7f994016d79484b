"""State graphs: states, and named steps between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from plumbline.rulebook.model import Text


class NotNow(ValueError):  # noqa: N818  the step exists, but not from this state
    """A step that cannot be taken from where the thing stands."""

    def __init__(self, step: str, state: str) -> None:
        super().__init__(f"{step} is no step from {state}")
        self.step, self.state = step, state


@dataclass(frozen=True)
class Step:
    """A named step from some states to another."""

    name: str
    sources: tuple[str, ...]
    target: str
    text: Text


@dataclass(frozen=True)
class Graph:
    """`states` with their names (the first is where a thing begins), and the steps between them."""

    states: dict[str, Text]
    steps: tuple[Step, ...]

    @property
    def start(self) -> str:
        """Where a thing begins."""
        return next(iter(self.states))

    def step(self, name: str, state: str) -> Step:
        """The step of that name from a state. NotNow where there is none."""
        for step in self.steps:
            if step.name == name and state in step.sources:
                return step
        raise NotNow(name, state)

    def open(self, state: str) -> Sequence[Step]:
        """All steps from a state."""
        return [step for step in self.steps if state in step.sources]

    def ended(self, state: str) -> bool:
        """Whether nothing follows."""
        return not self.open(state)
