"""Tables and queries; the only SQL; two doors, ``reading`` and ``writing``.

A query takes the door it needs, does one thing and never commits: the job opens the transaction.
"""
