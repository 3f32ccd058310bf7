"""What the API offers, one module per noun. Each has a `router`."""
