"""The commands of the command line, one module each: they read arguments, call a room below and print."""
