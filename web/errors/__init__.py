"""Every error as the web tells it: problem details, OpenAI's shape, and nothing of this machine in either."""
