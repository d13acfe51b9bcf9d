"""
How fast the program is, as ratios to the bare tools below it, both measured in the same run.

`python -m benchmarks` prints one table. Nothing here is a test with a limit: figures of a busy machine fail nobody.
"""
