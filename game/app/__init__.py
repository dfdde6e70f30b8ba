"""Window, devices, settings, scenes and the loop that drives them."""
