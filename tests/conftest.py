"""Tests find the sandbox by name; pictures are approved by an explicit flag only."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "sandbox"))


def pytest_addoption(parser):
    parser.addoption("--bless-pictures", action="store_true", help="make the references of tests/view/test_pictures.py")
