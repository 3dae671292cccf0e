"""What other systems of the county hold: files, contracts, services, follow-ups, referrals, deaths, staff and money."""
