"""What the speed benchmarks share: a world of feeds, a cheap server, the plain scripts, and how CPU is measured."""
