"""What was sent in: jobs that outlive the process, the files as they came, the work on them, and their removal."""
