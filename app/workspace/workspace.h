// A workspace: the folder with nevus.db, cache/ and runs/, opened. Owns the database writer and a
// reader, knows the class catalogue and the folders; the operations on it are free functions, one
// file per operation (import.h, labeling.h, training.h, …).
//
//   Workspace workspace(folder, Workspace::Open::OrCreate);
//
// The reader is for the thread that made the workspace; other threads make their own with
// `make_reader()`. The writer may be used from any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "app/workspace/class_catalog.h"
#include "db/database.h"
#include "db/reader.h"
#include "db/writer.h"

namespace app {

class Workspace {
 public:
  enum class Open { MustExist, OrCreate };

  // Throws when the folder holds no workspace (MustExist), cannot be written, or the database is
  // locked, newer than this program, or damaged: the message says which and what to do.
  Workspace(std::filesystem::path folder, Open open);

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path features_folder() const { return folder_ / "cache" / "features"; }
  std::filesystem::path thumbnails_folder() const { return folder_ / "cache" / "thumbnails"; }
  std::filesystem::path run_folder(std::int64_t run) const;
  std::string name() const;

  db::Writer& writer() { return *writer_; }
  const db::Session& session() const { return writer_->session(); }
  const db::Reader& reader() const { return *reader_; }
  std::unique_ptr<db::Reader> make_reader() const;
  const ClassCatalog& catalog() const { return catalog_; }

 private:
  std::filesystem::path folder_;
  ClassCatalog catalog_;
  db::Database database_;
  std::unique_ptr<db::Writer> writer_;
  std::unique_ptr<db::Reader> reader_;
};

}  // namespace app
