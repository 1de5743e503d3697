"""Programs for developers: benchmarks and fault injection."""
