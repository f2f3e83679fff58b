"""A small world of outlets and sinks: `monitor demo`, and the only fakes of the tests."""
