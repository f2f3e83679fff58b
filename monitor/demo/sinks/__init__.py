"""Where messages of the small world end: Slack, SMTP, webhook. They remember what reached them."""
