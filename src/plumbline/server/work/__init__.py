"""Due work: rows with a time, taken up by a worker with a lease."""
