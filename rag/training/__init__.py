"""What the shipped models were trained and fitted with."""
