"""REST routes by subject. Each module has one table, `ROUTES`."""
