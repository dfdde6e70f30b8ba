"""The world: it changes only by ticks and by orders, and knows no files, no clock and no pixels."""
