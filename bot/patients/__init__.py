"""What may tell of a patient: found, and held until its sender decides."""
