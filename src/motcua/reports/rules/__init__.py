"""Definitions of reports, their periods and checks, and what a frozen report is: plain Python."""
