"""Speed and memory, as ratios in one run; never in timed tests."""
