"""Who takes part: registering, signing in, roles, and what a role allows."""
