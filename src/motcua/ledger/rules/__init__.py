"""What a chain, a tree and a signed head are: plain Python, RFC 6962 and SHA-256."""
