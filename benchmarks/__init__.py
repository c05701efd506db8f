"""What is measured, each against what one would use instead, in one run. docs/benchmarks.md says how to read it."""
