"""Who fits whom: pure, with texts, vectors and numbers; imports nothing else of the project."""
