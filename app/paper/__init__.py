"""Notes that nobody typed here: from paper, meetings, telephone and mail, and from a file."""
