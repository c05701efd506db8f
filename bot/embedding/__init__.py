"""The embedding model and the index of people, behind one thread."""
