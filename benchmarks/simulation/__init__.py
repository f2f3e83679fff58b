"""A simulated world around the real daemon: what is published, what goes wrong, and what must hold all the same."""
