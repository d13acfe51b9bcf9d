"""Into the vault and out of it: the unlock screen, the first-run wizard, the change of passphrase."""
