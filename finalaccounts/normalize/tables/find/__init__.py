"""Where the tables of a report stand: titles, the list of tables, the lines of each table."""
