SELECT coalesce((SELECT max(id) FROM image), 0),
       coalesce((SELECT max(id) FROM label_event), 0),
       coalesce((SELECT max(id) FROM label_batch), 0),
       coalesce((SELECT max(id) FROM import_report), 0),
       (SELECT value FROM change_counter WHERE name = 'image'),
       (SELECT value FROM change_counter WHERE name = 'run'),
       (SELECT value FROM change_counter WHERE name = 'class'),
       (SELECT value FROM change_counter WHERE name = 'target'),
       (SELECT value FROM change_counter WHERE name = 'setting')
