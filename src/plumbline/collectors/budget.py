"""Money that a run may spend: reserved before a page is asked for, settled by what was on it."""

from dataclasses import dataclass


@dataclass
class Budget:
    """US dollars left. A run without budget asks nothing that costs money."""

    left: float = 0.0
    spent: float = 0.0

    def reserve(self, dollars: float) -> bool:
        """Whether so much may be spent; it counts as spent from now on."""
        if dollars > self.left + 1e-9:
            return False
        self.left -= dollars
        self.spent += dollars
        return True

    def give_back(self, dollars: float) -> None:
        """A page held less than was reserved for it."""
        self.left += dollars
        self.spent -= dollars
