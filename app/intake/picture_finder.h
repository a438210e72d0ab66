// Finds the pictures of a table's rows: on a shelf, or, where a table was named itself, as files beside it; the folder
// is walked only when one is not where the table says. Remembers which pictures were named. One thread; refers to the
// shelf, which must outlive it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/intake/picture_index.h"
#include "app/intake/shelf.h"

namespace app {

struct FoundPicture {
  ImportItem item;
  std::string key;                      // the same for the same picture; empty: it was not found
  std::string how;                      // as in picture_index.h
  std::vector<std::string> candidates;  // names, where several fit
  bool guessed = false;                 // as in picture_index.h
  std::string frames;                   // in words, where it is a file of several pictures and none of them is named
};

class PictureFinder {
 public:
  enum class Start { WithShelf, WithFiles };

  PictureFinder(IntakeShelf& shelf, Start start, PatientNaming patients = {});

  const std::filesystem::path& root() const { return shelf_.root; }
  FoundPicture find(const std::string& value, const std::string& base);
  // As if nothing had been asked for yet.
  void forget() { named_.assign(named_.size(), 0); }
  // What the shelf holds and nobody asked for goes to its omissions.
  void report_unnamed();

 private:
  FoundPicture on_disk(const std::string& value, const std::string& base) const;
  void make_index();
  void index_frames();
  std::string frames_of(const std::string& value, const std::string& base) const;

  IntakeShelf& shelf_;
  Start start_;
  PatientNaming patients_;                         // of the pictures that come later
  std::unique_ptr<PictureIndex> index_, several_;  // the second: of files of several frames
  std::vector<int> frames_;                        // by its names
  std::vector<char> named_;
};

}  // namespace app
