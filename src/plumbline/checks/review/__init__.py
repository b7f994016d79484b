"""Chapter review: what was published, held against what was approved before."""
