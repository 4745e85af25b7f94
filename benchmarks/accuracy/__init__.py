"""How exact values and derivatives are: `python -m benchmarks.accuracy` writes docs/accuracy.md."""
