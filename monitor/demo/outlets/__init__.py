"""Places of the small world, one file a kind: plain functions request -> reply."""
