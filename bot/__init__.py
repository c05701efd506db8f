"""What members can do: one folder for each feature, and what they stand on."""
