"""The encrypted vault: its key, its file, and what stands in it. SQL is spoken here and nowhere else."""
