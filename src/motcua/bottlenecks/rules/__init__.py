"""Waits, their causes, the map of a process and its rework, computed from the columns of a log.

Hand-overs, waits and their causes follow Lashkevich, Milani, Chapela-Campa, Suvorau and Dumas, “Unveiling the causes of
waiting time in business processes from event logs” (Information Systems, 2024), and the answers that its authors
publish for their small logs. Where this differs, the module says so.
"""
