from . import actions, frame_and_line, lobby, whys_and_factors
from .base import SCENARIOS

__all__ = ["SCENARIOS", "actions", "frame_and_line", "lobby", "whys_and_factors"]
