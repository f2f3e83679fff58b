"""Words and pictures for people, in the channel's own form: alert, digest, notice. Pure."""
