"""What a user can do with the desk: the verbs, each one unit of work."""
