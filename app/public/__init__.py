"""The pages that show many features: home, process, draft, field, note."""
