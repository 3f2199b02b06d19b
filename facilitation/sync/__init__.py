"""Delivery of what was committed: frames, and the hub that hands them to every socket."""
