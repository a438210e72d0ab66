-- The class of this name whose adding was undone, the last of them: its row is called after its id.
SELECT id FROM class WHERE absent = 1 AND name = ?1 || ' #' || id ORDER BY id DESC LIMIT 1
