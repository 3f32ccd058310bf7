"""The API: the rules and deeds of the pages, for programs."""
