"""What a person asks: check, match, replay, why, try a source."""
