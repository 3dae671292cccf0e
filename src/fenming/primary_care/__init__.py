"""Public-health services, family doctors, chronic care, referral and outcomes: what was done for whom, and what it is paid."""
