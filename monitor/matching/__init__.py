"""Does this post belong to the story? Keywords and rule x post -> match with evidence. Pure."""
