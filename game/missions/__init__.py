"""Levels as data: stations, missions, the director that follows a run, and its report."""
