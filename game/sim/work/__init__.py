"""How each family of steps is done: by strokes of a hand on a mechanism that resists and pushes back."""
