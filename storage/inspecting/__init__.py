"""What happens to a file inside the child process that may look at it. Imports no database, opens no network, trusts no byte.

Everything in this package runs under limits of memory and time; outside it nobody parses what was uploaded.
"""
