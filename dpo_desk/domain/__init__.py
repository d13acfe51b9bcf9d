"""What a data protection officer deals with, and the rules of it: plain data and pure functions."""
