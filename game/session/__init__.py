"""One run: a world, a director, pilots and a recorder."""
