"""The text in other languages and in plain language, sentence by sentence beside the original."""
