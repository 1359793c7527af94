"""Fixtures of all tests; what they are made of is in `test/support`."""

from pathlib import Path

import pytest
from golden import Golden


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """The golden files of the test module: `golden.check("add.c", text)`."""
    module = request.path.stem.removeprefix("test_")
    return Golden(Path(__file__).parent / "golden" / module)
