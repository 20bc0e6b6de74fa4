"""Who is asking: OpenID Connect sign-in, and the session that follows from it."""
