"""Pictures of the screens: layout and drawing from plain values. Scenes feed them models and read their results."""
