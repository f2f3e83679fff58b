"""What the clock asks: poll, deliver, digest, watch, tidy."""
