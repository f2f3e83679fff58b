"""Is it new, and who hears? Match x recent developments -> New | Echo, then the policy. Pure."""
