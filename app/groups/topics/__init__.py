"""Topics that run across fields: notes gathered from several of them, and a group that advises."""
