"""The files of a plan are read, here or by others, and it is kept account of what each of them gave."""
