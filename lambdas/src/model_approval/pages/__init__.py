"""What people see: web pages and mails, rendered from the domain's records. No decision is taken here."""
