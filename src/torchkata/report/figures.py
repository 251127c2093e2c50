"""Figures as SVG that stands in a page: its text is text, its color is the page's, and it fetches nothing."""

from __future__ import annotations

import io
import re

INK, FILL = "#010203", "#040506"  # stand for the page's colors, which matplotlib cannot know
DRAWN = re.compile(r"<svg.*</svg>", re.DOTALL)
NOT_IN_A_PAGE = re.compile(r"<metadata>.*?</metadata>|<style.*?</style>", re.DOTALL)  # a style would be the whole page's
SETTINGS = {
    "svg.fonttype": "none", "svg.hashsalt": "torchkata", "font.family": "sans-serif", "font.size": 10,
    "text.color": INK, "axes.edgecolor": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.spines.top": False, "axes.spines.right": False, "axes.facecolor": "none", "figure.facecolor": "none",
}  # fmt: skip


def histogram_figure(counts: list[int], name: str) -> str:
    """How many students have a score in each tenth of the points."""

    def draw(axes):
        width = 100 / len(counts)
        axes.bar([width * (i + 0.5) for i in range(len(counts))], counts, width * 0.9, color=FILL)
        axes.set(xlim=(0, 100), xlabel="score in % of the points", ylabel="students")

    words = "; ".join(f"{10 * i} to {10 * (i + 1)} %: {count}" for i, count in enumerate(counts))
    return _svg(draw, f"Students by their score in {name}. {words}.", name)


def trend_figure(shares: list[tuple[str, float]]) -> str:
    """The mean share of the points, assignment by assignment."""

    def draw(axes):
        axes.plot(range(len(shares)), [100 * share for _, share in shares], "o-", color=FILL)
        axes.set_xticks(range(len(shares)), [name[:14] for name, _ in shares])
        axes.set(ylim=(0, 105), ylabel="mean score in %")

    return _svg(draw, f"Mean scores: {'; '.join(f'{name} {share:.0%}' for name, share in shares)}.", "trend")


def _svg(draw, words: str, name: str) -> str:
    import matplotlib
    from markupsafe import escape
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context(SETTINGS):
        figure = Figure(figsize=(6.4, 2.6), layout="constrained")
        axes = figure.subplots()
        axes.yaxis.get_major_locator().set_params(integer=True)
        draw(axes)
        drawn = io.StringIO()
        FigureCanvasSVG(figure).print_svg(drawn, metadata={"Date": None})
    svg = NOT_IN_A_PAGE.sub("", DRAWN.search(drawn.getvalue())[0])
    own = re.sub(r"\W", "-", name)  # ids are the page's, and there are several figures in it
    svg = re.sub(r'(id="|url\(#|href="#)', rf"\g<1>{own}-", svg)
    svg = svg.replace(INK, "currentColor").replace(FILL, "var(--link)")
    box = re.search(r'viewBox="[\d. ]+"', svg)[0]  # instead of a size in points: as wide as the page
    return re.sub(r"<svg[^>]*>", f'<svg role="img" aria-label="{escape(words)}" {box}>', svg, count=1)
