"""Teaching and research: labs, environments, exports."""
