"""Looking back between meetings: follow-ups, costs and budget, past decisions, and the yearly evaluation."""
