"""The only package that opens ``resources/``: words, law and calendars for everybody else."""
