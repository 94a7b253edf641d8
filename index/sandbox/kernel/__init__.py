"""What the Linux kernel takes from a process: Landlock, seccomp, limits."""
