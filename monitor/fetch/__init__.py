"""The polite, guarded client and the worker processes: the only way out."""
