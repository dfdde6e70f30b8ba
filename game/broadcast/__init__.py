"""What Earth sees and says of a run."""
