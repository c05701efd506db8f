"""The picture of a simulated year."""

from __future__ import annotations

from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

import matplotlib

if TYPE_CHECKING:
    from benchmarks.year import Year

PATH = Path(__file__).parents[1] / "docs" / "year.svg"
STYLES = {"planned": ("#0072B2", "o", "-"), "at random": ("#D55E00", "s", "--")}  # told apart by shape too


def draw_year(ways: dict[str, list[Year]]) -> Path:
    """Draw the means of all years, and say where."""
    matplotlib.use("svg")
    matplotlib.rcParams |= {"svg.hashsalt": "year", "svg.fonttype": "path", "font.size": 10}
    from matplotlib import pyplot

    figure, (talks, index, shares) = pyplot.subplots(1, 3, figsize=(12, 4.2), layout="constrained")
    figure.suptitle("A simulated year: 600 members in 4 sectors, a round a month")
    for name, years in ways.items():
        colour, marker, line = STYLES[name]
        months = range(len(years[0].months))
        look = {"color": colour, "marker": marker, "linestyle": line, "markersize": 4}
        talks.plot(months, [mean(year.months[at][0] for year in years) for at in months], **look)
        index.plot(months, [mean(year.months[at][1] for year in years) for at in months], **look)
    _label(talks, "Talks across sectors\nabout the same problem, so far", "month", "talks", ways, 0)
    _label(index, "E-I index of all ties\n(-1 all within sectors, 1 all across)", "month", "index", ways, 1)
    _bars(shares, ways)
    PATH.parent.mkdir(exist_ok=True)
    figure.savefig(PATH, metadata={"Date": None})
    return PATH


def _label(axes: Any, title: str, across: str, up: str, ways: dict[str, list[Year]], what: int) -> None:
    axes.set_title(title, fontsize=10)
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    for name, years in ways.items():
        last = mean(float(year.months[-1][what]) for year in years)
        text = f"{name}: {last:.0f}" if what == 0 else f"{name}: {last:.2f}"
        axes.annotate(text, (12, last), (0, 7), textcoords="offset points", ha="right", color=STYLES[name][0])


def _bars(axes: Any, ways: dict[str, list[Year]]) -> None:
    """How many members had how many introductions."""
    most = 7
    for place, (name, years) in enumerate(ways.items()):
        counts = [
            mean(
                sum(min(year.introductions.get(id, 0), most) == count for id in year.opted_in) / len(year.opted_in)
                for year in years
            )
            for count in range(most + 1)
        ]
        colour = STYLES[name][0]
        places = [count + 0.4 * place - 0.2 for count in range(most + 1)]
        hatch = "" if place == 0 else "///"
        axes.bar(places, [100 * c for c in counts], 0.38, color=colour, hatch=hatch, edgecolor="white", label=name)
    axes.set_title("Introductions of each member\nwho opted in at least once", fontsize=10)
    axes.set_xticks(range(most + 1), [*map(str, range(most)), f"{most}+"])
    axes.set_xlabel("introductions in the year")
    axes.set_ylabel("members, %")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
