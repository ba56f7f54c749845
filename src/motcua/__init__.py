"""Một Cửa: one door for people and enterprises, one honest measure for those who serve them."""

__version__ = "0.1.0"
