"""Histories on which the forecast is proven: a public log, a generated office, the house's own."""
