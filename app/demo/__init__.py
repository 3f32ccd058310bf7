"""The demo: a whole process of an invented city, with dates relative to the first start."""
