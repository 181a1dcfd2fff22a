"""The disk and the programs of the machine: locks, whole writes, printing by LibreOffice."""
