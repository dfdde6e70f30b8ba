"""Spacewalk: a cosmonaut, two hands, two hooks, one budget of oxygen and time."""

VERSION = "0.1.0"
