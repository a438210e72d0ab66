SELECT value FROM change_counter WHERE name = 'quality'
