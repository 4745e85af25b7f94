"""The engine against its peers: `python -m benchmarks` prints the table of the README."""
