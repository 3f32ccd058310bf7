"""A process: finding it, and what its pages need to know."""
