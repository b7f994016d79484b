"""WeChat public accounts (公众号)."""
