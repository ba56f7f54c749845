"""Amounts are whole đồng, kept as int."""

NBSP = "\u00a0"


def vnd(amount: int) -> str:
    """`1250000` → `1.250.000 ₫`, with a space that does not break."""
    return f"{amount:,}".replace(",", ".") + f"{NBSP}₫"
