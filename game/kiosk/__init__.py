"""The game without anyone to look after it."""
