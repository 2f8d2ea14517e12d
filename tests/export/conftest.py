"""The stores that the tests of exports share."""

from tests.export.fixtures import clean, dirty

__all__ = ["clean", "dirty"]
