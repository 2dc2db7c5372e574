"""Arithmetic as a witness: doubtful numbers that the form's own relations leave no choice about."""
