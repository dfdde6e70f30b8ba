"""Who decides: a person, the autopilot, a script or a recording, all through the same orders."""
