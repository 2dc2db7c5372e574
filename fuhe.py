"""复核: reading and checking self-evaluations from Python."""
