// A workspace: the folder with nevus.db, cache/ and runs/, opened. Owns the database writer and a
// reader, knows the class catalogue and the folders; the operations on it are free functions, one
// file per operation (import.h, labelling.h, training.h, …).
//
//   Workspace workspace(folder, Workspace::Open::OrCreate);
//
// One that another program holds, or that may not be written, can still be viewed (Open::ToRead): why it cannot be
// changed is in viewing_because(), and writer() throws it.
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
  enum class Open { MustExist, OrCreate, ToRead };

  // Throws when the folder holds no workspace (MustExist, ToRead), cannot be written (but for ToRead), or the database
  // is locked (but for ToRead), newer than this program, or damaged: the message says which and what to do.
  Workspace(std::filesystem::path folder, Open open);

  const std::filesystem::path& folder() const { return folder_; }
  // Empty while the workspace is only viewed: nothing is kept then.
  std::filesystem::path features_folder() const;
  std::filesystem::path thumbnails_folder() const { return folder_ / "cache" / "thumbnails"; }
  std::filesystem::path run_folder(std::int64_t run) const;
  std::string name() const;

  // Why nothing can be changed here; empty: it can.
  const std::string& viewing_because() const { return viewing_because_; }
  bool viewing() const { return !viewing_because_.empty(); }
  // Before long work at a window: one that another program goes on writing to is only viewed.
  void wait_for_turn(int timeout_ms);

  db::Writer& writer();  // throws db::Error (ReadOnly) while the workspace is only viewed
  const db::Session& session() const;
  const db::Reader& reader() const { return *reader_; }
  std::unique_ptr<db::Reader> make_reader() const;
  // The same on connections of its own, for work of another thread that only reads. Throws db::Error (Gone) when the
  // file is not the one any more that was opened.
  Workspace opened_again() const;
  const ClassCatalog& catalog() const { return catalog_; }

 private:
  db::Database opened(Open open);

  std::filesystem::path folder_;
  ClassCatalog catalog_;
  std::string viewing_because_;
  db::Session nobody_;  // decides nothing, while the workspace is only viewed
  db::Database database_;
  std::unique_ptr<db::Writer> writer_;
  std::unique_ptr<db::Reader> reader_;
};

}  // namespace app
