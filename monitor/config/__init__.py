"""config/*.toml, read once, checked whole."""
