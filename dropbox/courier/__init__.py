"""The carrier: fetches ciphertext from the site and publishes deliveries, over Tor."""
