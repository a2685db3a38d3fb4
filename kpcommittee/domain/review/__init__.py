"""Looking back between the meetings: what placements cost, and what the frame allows."""
