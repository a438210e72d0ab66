SELECT key FROM setting ORDER BY key
