"""Scenes: what the program is doing now. The app keeps a stack of them; the top one gets the wishes."""
