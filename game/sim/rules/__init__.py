"""The rules of the world, one module each; `game/sim/order.py` says in which order they run."""
