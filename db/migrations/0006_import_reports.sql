-- What an import's report tells beside its counts: layout, tables, what was assumed, kept, changed and left out.
ALTER TABLE import_report ADD COLUMN summary_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(summary_json));
