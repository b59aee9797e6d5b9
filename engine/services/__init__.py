"""What people do with dossiers: each service loads, decides who and when, saves and writes the journal."""
