"""Languages: words, folding, cleaning, detection, dates, and one file a language. Pure."""
