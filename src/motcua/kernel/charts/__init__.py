"""Figures for pages: numbers in, places for SVG and HTML out. README.md says how; web/charts.jinja draws them."""

from motcua.kernel.charts.bars import Bar, BarTable, bar_table
from motcua.kernel.charts.bins import Bin, Histogram, binned, histogram
from motcua.kernel.charts.describing import describe_losses, describe_series
from motcua.kernel.charts.facts import Spot
from motcua.kernel.charts.falls import Step, Waterfall, waterfall
from motcua.kernel.charts.heat import Cell, Head, HeatRow, HeatTable, heat_table
from motcua.kernel.charts.lines import Trend, trend
from motcua.kernel.charts.linework import Mark, Point
from motcua.kernel.charts.numbers import Number, Say, places, plain, share, signed, whole
from motcua.kernel.charts.splits import Part, SplitBar, split
from motcua.kernel.charts.strips import Span, Strip, strip
from motcua.kernel.charts.tables import Column, Table, as_csv, as_sheet
from motcua.kernel.charts.tiles import Tile

__all__ = [
    "Bar", "BarTable", "Bin", "Cell", "Column", "Head", "HeatRow", "HeatTable", "Histogram", "Mark", "Number", "Part",
    "Point", "Say", "Span", "SplitBar", "Spot", "Step", "Strip", "Table", "Tile", "Trend", "Waterfall", "as_csv",
    "as_sheet",
    "bar_table", "binned", "describe_losses", "describe_series", "heat_table", "histogram", "places", "plain",
    "share", "signed", "split", "strip", "trend", "waterfall", "whole",
]  # fmt: skip
