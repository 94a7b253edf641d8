"""A process that stays for a while after a question on the command line, so that the next one finds the models loaded.

It answers one user's commands with one set of settings, over a socket that nobody else can reach, and ends itself when
no question has come for some minutes. Where it cannot be had, a command answers by itself.
"""
