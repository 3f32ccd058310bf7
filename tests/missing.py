"""What a test needs and this machine may not have: said in a sentence, and never in CI."""

import os
from typing import NoReturn

import pytest


def missing(sentence: str) -> NoReturn:
    """Skip the test and say why; where `CI` is set nothing may be missing, so fail instead."""
    if os.environ.get("CI"):
        pytest.fail(sentence, pytrace=False)
    pytest.skip(sentence)
