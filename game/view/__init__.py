"""Pictures and sound, made of frames alone."""
