"""What the tests of courier and reporter stand on: lines that fail, a SOCKS proxy, a site."""
