"""From passages to the sentences that answer, with what they need to be understood."""
