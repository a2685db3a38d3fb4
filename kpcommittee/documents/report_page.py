"""The yearly evaluation as one HTML file, without scripts and external resources, readable without colour."""

import re
from pathlib import Path

import pygal
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pygal.style import Style

from kpcommittee.domain.committee import Config
from kpcommittee.domain.review.forecast import Forecast
from kpcommittee.domain.review.report import YearReport
from kpcommittee.locale import current
from kpcommittee.views.report import Sheet, foot_of, heading_of, sheets_of, summary_of

PAGES = Path(__file__).parent / "pages"
_WIDTH, _ROW, _MARGIN = 720, 34, 60
_INK = Style(
    background="#ffffff", plot_background="#ffffff", foreground="#1f2933", foreground_strong="#1f2933",
    foreground_subtle="#52606d", colors=("#1f5f9e",), font_family="sans-serif", value_font_size=14, label_font_size=13,
)  # fmt: skip
_NO_PICTURE = re.compile(r"<script\b.*?</script>|<!--.*?-->", re.DOTALL)
"""What the library adds to a picture, and is removed: a script and its own address."""


def report_page(report: YearReport, config: Config, forecast: Forecast | None, *, shareable: bool = False) -> str:
    """Return the report as an HTML document."""
    environment = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    sheets = tuple(sheets_of(report, config, forecast, shareable=shareable))
    return environment.get_template("report.html.j2").render(
        language=current(),
        heading=heading_of(report, config),
        foot=foot_of(report, shareable=shareable),
        summary=summary_of(report, shareable=shareable),
        sheets=[(sheet, plot(sheet)) for sheet in sheets],
    )


def plot(sheet: Sheet) -> Markup | None:
    """Draw the bars of a table, each with its number; None if there is nothing to draw."""
    if not sheet.bars:
        return None
    chart = pygal.HorizontalBar(
        style=_INK, print_values=True, show_legend=False, show_x_labels=False, show_x_guides=False, margin=4,
        disable_xml_declaration=True, explicit_size=True, width=_WIDTH, height=_MARGIN + _ROW * len(sheet.bars),
        js=[], range=(0, max(number for _name, number in sheet.bars) or 1),
    )  # fmt: skip
    # The library draws from the bottom up; the table reads from the top down.
    bars = tuple(reversed(sheet.bars))
    chart.x_labels = [name for name, _number in bars]
    chart.add("", [number for _name, number in bars])
    return Markup(_NO_PICTURE.sub("", chart.render(is_unicode=True)))  # noqa: S704 (the library escapes what it draws)
