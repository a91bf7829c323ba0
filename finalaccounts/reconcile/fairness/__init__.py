"""What a failed check may not be called: where a list, a blank or a picture explains it."""
