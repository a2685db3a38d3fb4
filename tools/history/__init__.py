"""Makes three invented years of the sample committee, through the services, from a seed."""
