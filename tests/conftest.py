"""Makes the modules beside it importable from every test: `oracles`, and nothing else."""
