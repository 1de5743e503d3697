"""What an Echo Show draws: static APL documents, and the words and numbers that fill them."""
