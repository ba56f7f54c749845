"""The causes of waits as they were computed before, in vectors and not in loops: a second opinion for larger logs."""
