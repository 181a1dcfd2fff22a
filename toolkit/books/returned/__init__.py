"""What a department sent back: realigned, its marks read, a copy of it marked."""
