"""The step player: a page that steps through the forward and the backward pass of a graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..naming import Names
from .animation import animated
from .page import framed, page
from .picture import settled
from .steps import Step
from .views import View, views
from .walk import Walk

if TYPE_CHECKING:
    from ..value import Value


class Player:
    """The forward and the backward pass of a graph, step by step: a notebook shows the page.

    `steps`  the steps; the player itself has their length, and gives them one by one
    `walk`   the graph in topological order, with names, and what each edge adds

    The numbers are those that were recorded in the graph, and the gradients at the end are
    checked to be the ones that `backward()` leaves.
    """

    def __init__(self, root: Value, names: Names = ()) -> None:
        self.walk = Walk(root, names)
        self.views: list[View] = views(self.walk)
        self.title = self.views[0].title

    @property
    def steps(self) -> list[Step]:
        return self.views[0].steps

    def __len__(self) -> int:
        return len(self.steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __getitem__(self, k: int) -> Step:
        return self.steps[k]

    def text(self) -> str:
        """The steps as plain lines, numbered."""
        wide = len(str(len(self)))
        return "\n".join(f"{k:{wide}}  {step.text}" for k, step in enumerate(self.steps))

    def html(self) -> str:
        """The page: one text that needs nothing else, no network and no server."""
        return page(self.title, {"views": [view.payload() for view in self.views]}, "steps.js")

    def animated_svg(self, seconds: float = 1.6) -> str:
        """A picture that plays the steps by itself, each for so many seconds: for a README.

        It holds no script, so that it moves wherever SVG images are shown.
        """
        if not isinstance(seconds, (int, float)) or not seconds > 0.0:
            raise ValueError(f"seconds for each step must be above 0, got {seconds!r}")
        return animated(self.views[0].picture, self.steps, seconds)

    def save(self, path: str | Path) -> Path:
        """Write the page (.html), the steps as lines (.txt) or the animation (.svg), by suffix."""
        path = Path(path)
        made = {".html": self.html, ".txt": self.text, ".svg": self.animated_svg}
        suffix = path.suffix.lower()
        if suffix not in made:
            raise ValueError(
                f"cannot play to {path.suffix!r}; use a path that ends in {', '.join(made)}"
            )
        text = made[suffix]()  # first, so that an error leaves no file behind
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "replace"))
        return path

    def __repr__(self) -> str:
        return f"<player of {len(self)} steps: {self.title}>"

    def _repr_mimebundle_(self, **options: Any) -> dict[str, str]:
        alt = f"The graph of {self.title}; the steps can be played where scripts may run"
        try:
            still = settled(self.views[0].picture, self.steps)
            return {"text/html": framed(self.html(), still, alt), "text/plain": self.text()}
        except ImportError as missing:
            return {"text/plain": f"{missing}\n\n{self.text()}"}


def player(root: Value, names: Names = ()) -> Player:
    """A player that steps through how `root` was computed, and then backpropagation, edge by edge.

    `names` as in `draw`. A notebook shows it; `.save("steps.html")` writes a page to open in any
    browser, `.text()` the same as lines, `.animated_svg()` a picture that moves by itself.

    >>> from autograd import Value, player
    >>> a, b = Value(2.0, "a"), Value(-3.0, "b")
    >>> d = a * b; d.label = "d"
    >>> print(player(d + b).text())
    0  The leaves are given: a = 2, b = -3
    1  d = a * b = 2 * -3 = -6
    2  f = d + b = -6 + -3 = -9
    3  df/df = 1: from here the chain rule goes back, edge by edge
    4  df/dd += df/df * df/dd = 1 * 1 = 1 (was 0, now 1)
    5  df/db += df/df * df/db = 1 * 1 = 1 (was 0, now 1)
    6  df/da += df/dd * dd/da = 1 * -3 = -3 (was 0, now -3)
    7  df/db += df/dd * dd/db = 1 * 2 = 2 (was 1, now 3: paths add up)
    8  Done: df/da = -3, df/db = 3

    No `grad` of the graph is touched. Graphs of more than some 300 nodes open with their modules
    in one box each. Raises ValueError if data was changed since the graph was recorded.
    """
    return Player(root, names)
