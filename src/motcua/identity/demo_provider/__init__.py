"""VNeID giả lập: a strict OpenID provider for the demo. It proves nobody's identity and is not there otherwise."""
