"""The geometry of the charts, as text."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.template import Context, Template

from salesops.web.charts import bars, columns, lines, small, waterfall
from salesops.web.charts.figures import Funnel, Histogram, Mark, Sparkline, StackedBar, Waterfall
from salesops.web.charts.scale import Scale, lines_for, step_for
from salesops.web.views import sample_charts

SAMPLES = sample_charts.all_charts()


def change(label: str, value: int, **more: Any) -> Mark:
    return Mark(label, Decimal(value), f"{value}", f"?bar={label}", **more)


def bridge(*changes: int) -> Waterfall:
    marks = tuple(change(f"c{n}", value) for n, value in enumerate(changes))
    return Waterfall(
        "Change",
        "USD",
        "West",
        "Sentence",
        marks,
        opening=change("Start", 1000),
        closing=change("Now", 1000 + sum(changes)),
        other_url="?other=1",
    )


def test_a_scale_is_linear_and_a_flat_one_stays_at_its_start() -> None:
    up = Scale(Decimal(0), Decimal(200), 100, 0)
    assert [up.at(Decimal(v)) for v in (0, 50, 200)] == [100, 75, 0]
    assert Scale(Decimal(5), Decimal(5), 7, 90).at(Decimal(5)) == 7


@pytest.mark.parametrize("high", [1, 7, 238, 999, 1_860_000, 26_400_000])
def test_hairlines_are_round_and_at_most_five_with_zero(high: int) -> None:
    found = lines_for(Decimal(0), Decimal(high))
    assert found[0] == 0 and found[-1] <= high and 2 <= len(found) <= 5
    assert step_for(Decimal(high)) * len(found) > high


def test_waterfall_steps_meet_and_end_at_the_closing_total() -> None:
    steps = waterfall.steps_of(bridge(300, -120, 40))
    assert [step.after for step in steps[:-1]] == [1000, 1300, 1180, 1220]
    assert all(a.after == b.before for a, b in pairwise(steps[:-1]))
    assert [step.mark.tone for step in steps] == ["neutral", "good", "bad", "good", "neutral"]


def test_waterfall_that_does_not_add_up_is_refused() -> None:
    wrong = replace(bridge(300), closing=change("Now", 1299))
    with pytest.raises(ValueError, match="1300"):
        waterfall.steps_of(wrong)


def test_more_than_eight_changes_fold_the_smallest_and_still_add_up() -> None:
    figure = bridge(50, -3, 60, 70, -80, 2, 90, 100, -110, 120)
    marks = waterfall.folded(figure)
    assert [mark.label for mark in marks] == ["c0", "c2", "c3", "c4", "c6", "c7", "c8", "c9", "Other (2)"]
    assert marks[-1].value == -1 and marks[-1].rows_url == "?other=1"
    assert sum(mark.value for mark in marks) == sum(mark.value for mark in figure.marks)


def test_won_leaves_in_its_own_colour() -> None:
    figure = replace(bridge(-500), marks=(change("Won", -500, tone="won"),))
    assert 'class="fill-won"' in waterfall.draw_waterfall(figure, "wide").svg()


@pytest.mark.parametrize("label", ["Grew", "Slipped in from a past quarter"])
def test_a_waterfall_ends_under_its_last_words(label: str) -> None:
    svg = waterfall.draw_waterfall(replace(bridge(300), marks=(change(label, 300, note="4 deals"),)), "wide").svg()
    lowest = max(float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)"', svg))
    height = float(re.findall(r'viewBox="0 0 \d+ (\d+)"', svg)[0])
    assert 5 <= height - lowest <= waterfall.LINE


def test_bars_are_as_long_as_their_values() -> None:
    marks = (change("a", 200), change("b", 100), change("c", 0))
    drawn = bars.draw_funnel(Funnel("F", "", "", "", marks), "wide").svg()
    widths = [float(w) for w in re.findall(r'<rect x="112" y="[\d.]+" width="([\d.]+)"', drawn)]
    assert widths[0] == 2 * widths[1] and widths[2] == 1.5


def test_stacked_parts_follow_each_other_and_the_tick_stands_at_the_target() -> None:
    figure = StackedBar(
        "Path", "USD", "", "s", (change("Won", 60, tone="won"), change("Commit", 40)), True, Decimal(75)
    )
    drawn = small.draw_stacked(figure).svg()
    first, second = re.findall(r'<rect x="([\d.]+)" y="3" width="([\d.]+)"', drawn)
    assert float(first[0]) == 0 and float(second[0]) == pytest.approx(float(first[1]) + 1)
    assert 'd="M113.5 1v14"' in drawn


def test_a_sparkline_of_equal_values_lies_in_the_middle() -> None:
    figure = Sparkline("S", "", "", "flat", tuple(change(str(n), 5) for n in range(3)))
    assert 'd="M2 11L35 11L68 11"' in small.draw_sparkline(figure).svg()
    assert "<path" not in small.draw_sparkline(replace(figure, marks=())).svg()


def test_end_words_of_lines_never_overlap() -> None:
    drawn = lines.draw_line_band(SAMPLES.line_band, "wide").svg()
    heights = sorted(float(y) for y in re.findall(r'<text x="6[\d.]+" y="([\d.]+)" class="t-(?:strong|mid)"', drawn))
    assert len(heights) == 2 and heights[1] - heights[0] >= 14


def test_nothing_to_draw_draws_nothing_that_fails() -> None:
    for draw, kind in ((bars.draw_funnel, Funnel), (bars.draw_histogram, Histogram)):
        assert draw(kind("Empty", "", "", ""), "narrow").svg().startswith("<svg")


CHARTS = {
    "waterfall": SAMPLES.waterfall,
    "funnel": SAMPLES.funnel,
    "histogram": SAMPLES.histogram,
    "diverging_bar": SAMPLES.diverging,
    "line_band": SAMPLES.line_band,
}


@pytest.mark.parametrize("tag", CHARTS)
def test_a_chart_is_a_figure_with_its_answer_two_drawings_and_the_same_links_as_a_table(tag: str) -> None:
    page = Template(f"{{% load charts %}}{{% {tag} figure %}}").render(Context({"figure": CHARTS[tag]}))
    assert page.count("<figure") == 1 and CHARTS[tag].title in page and CHARTS[tag].sentence in page
    assert "chart-wide" in page and "chart-narrow" in page
    assert "<caption" in page and "Show as table" in page
    drawings, table = page.split("<details", 1)
    for url in re.findall(r'<a class="mark" href="([^"]+)"', drawings):
        assert url in table or "other" in url
    assert 'role="group"' in drawings and "style=" not in page


def test_words_in_charts_are_escaped() -> None:
    figure = replace(bridge(300), marks=(replace(change("x", 300), label="<script>"),))
    assert "<script>" not in waterfall.draw_waterfall(figure, "wide").svg()


def test_too_few_says_so() -> None:
    figure = replace(SAMPLES.funnel, enough=False)
    assert "Too few to judge" in Template("{% load charts %}{% funnel figure %}").render(Context({"figure": figure}))


def test_columns_stack_from_zero_with_a_tick_for_the_plan() -> None:
    """Three columns, one of them without parts: four bars, three ticks; each bar opens its rows."""
    svg = columns.draw_columns(SAMPLES.columns, "wide").svg()
    assert (svg.count("<rect"), svg.count('class="tick"'), svg.count('class="mark"')) == (4, 3, 4)
    bottoms = [float(y) + float(h) for y, h in re.findall(r'<rect[^>]* y="([\d.]+)"[^>]* height="([\d.]+)"', svg)]
    assert bottoms[0] == pytest.approx(bottoms[2], abs=1.1)
    assert "Oct" in svg and "$210K" in svg
