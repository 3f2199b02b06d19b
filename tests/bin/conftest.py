"""Lets these tests import the modules of bin/, which are no package."""

import sys
from pathlib import Path

BIN = Path(__file__).resolve().parents[2] / "bin"
sys.path.insert(0, str(BIN))
