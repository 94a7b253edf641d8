"""What was sent in: jobs that outlive the process, the files as they came, and what is removed of them."""
