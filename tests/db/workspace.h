// A temporary workspace for one test: a folder which goes with the object, an open database, a
// writer with a clock that ticks by itself, and a few rows.
#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "db/base/error.h"
#include "db/classes.h"
#include "db/database.h"
#include "db/hash/sha256.h"
#include "db/images.h"
#include "db/labels.h"
#include "db/reader.h"
#include "db/writer.h"
#include "tests/temp_folder.h"

namespace db::test {

using test_support::TempFolder;

inline Image image_row(int number) {
  Image image;
  image.path = "/pictures/" + std::to_string(number) + ".jpg";
  image.sha256 = sha256_hex("image " + std::to_string(number));
  image.bytes = 1000 + number;
  image.width_px = 600;
  image.height_px = 450;
  return image;
}

inline WriterOptions fixed_writer(std::string who = "tester") {
  auto clock = std::make_shared<std::atomic<std::int64_t>>(1'700'000'000'000);
  return {std::move(who), [clock] { return clock->fetch_add(1000); }};
}

class Workspace {
 public:
  explicit Workspace(OpenOptions options = {}) : file_(folder_.path() / "nevus.db"), options_(options) { open(); }

  const std::filesystem::path& folder() const { return folder_.path(); }
  const std::filesystem::path& file() const { return file_; }
  const Database& database() const { return *database_; }
  Writer& writer() { return *writer_; }
  const Session& session() const { return session_; }
  const Reader& reader() { return *reader_; }

  void open() {
    database_ = Database::open(file_, OpenMode::CreateIfMissing, options_);
    writer_ = std::make_unique<Writer>(*database_, fixed_writer());
    session_ = writer_->session();
    reader_ = std::make_unique<Reader>(*database_);
  }
  void close() {
    reader_.reset();
    writer_.reset();
  }
  void reopen() {
    close();
    open();
  }

  ChangeSet write(const std::string& name, Writer::Work work) {
    return writer().transact_and_wait(name, std::move(work));
  }
  ClassId add(const std::string& class_name) {
    ClassId id = 0;
    write("Add class", [&](Transaction& t) { id = add_class(t, {0, class_name, class_name, 0xff0000, 0}); });
    return id;
  }
  std::vector<ImageId> add_images(int count, int first = 0) {
    std::vector<ImageId> ids;
    write("Import", [&](Transaction& t) {
      for (int i = first; i < first + count; ++i) ids.push_back(add_image(t, image_row(i)).image);
    });
    return ids;
  }
  ChangeSet label(const std::vector<ImageId>& ids, std::optional<ClassId> to, LabelSource source = LabelSource::User,
                  const std::string& name = "Label") {
    return write(name, [&](Transaction& t) {
      std::vector<LabelChange> changes;
      for (const ImageId id : ids) changes.push_back({id, to, std::nullopt});
      set_labels(t, changes, {.source = source});
    });
  }
  std::optional<Reversal> undo_once() {
    std::optional<Reversal> result;
    write("Undo", [&](Transaction& t) { result = undo(t); });
    return result;
  }
  std::optional<Reversal> redo_once() {
    std::optional<Reversal> result;
    write("Redo", [&](Transaction& t) { result = redo(t); });
    return result;
  }
  std::optional<ClassId> label_of(ImageId id) { return image(reader(), id)->label; }

 private:
  TempFolder folder_;
  std::filesystem::path file_;
  OpenOptions options_;
  std::optional<Database> database_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Reader> reader_;
  Session session_;
};

// The kind and the text of the Error which `action` throws.
struct Caught {
  std::optional<ErrorKind> kind;
  std::string text;
};

template <class Action>
Caught caught(Action action) {
  try {
    action();
  } catch (const Error& error) {
    return {error.kind(), error.what()};
  }
  return {};
}

inline void write_file(const std::filesystem::path& file, const std::string& content) {
  std::ofstream(file, std::ios::binary) << content;
}

}  // namespace db::test
