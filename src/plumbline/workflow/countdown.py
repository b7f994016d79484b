"""When an operator is told that an account falls silent: before the breach, never after it."""


def days(silent_days: int) -> tuple[int, ...]:
    """Days of silence on which to tell: half-way, four and two days before the limit (7, 10, 12 of 14)."""
    return tuple(sorted(day for day in {silent_days // 2, silent_days - 4, silent_days - 2} if day > 0))


def step(silent: int, silent_days: int) -> int | None:
    """The step that a silence of so many days has reached; None before the first and after the breach."""
    if silent > silent_days:
        return None
    reached = [day for day in days(silent_days) if day <= silent]
    return reached[-1] if reached else None
