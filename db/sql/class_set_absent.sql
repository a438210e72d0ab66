UPDATE class SET absent = 1, name = name || ' #' || id WHERE id = ?1
