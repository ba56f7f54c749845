"""Figures of units and officers, for those who answer for them and for the officer himself."""
