"""Files on their way: what they are, whether they are copied, and pictures without what they tell."""
