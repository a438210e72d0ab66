// A test set that a class can pass on: images under neutral names without labels, and the answers in a file that is
// encrypted with a key which stays with whoever made the set.
//
//   const SealedSet made = seal_split(workspace, {"test", "malignant", folder, key_file});
//   const Revealed score = reveal(folder, key_file, answers_csv, "Ada");      // counted in the folder
//
// What it protects against: reading the answers by looking, changing them unseen, and looking twice unseen, since each
// reveal is a line in reveals.tsv that holds the hash of the line before. What not: whoever has the key reads the
// answers; whoever knows the images finds them again by what they show; whoever deletes the folder's reveals.tsv and
// holds no copy of it begins to count anew.
// One thread at a time. Throws with the reason, leaving no half-written set: the answers are written last.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/table/quiz.h"
#include "app/workspace/workspace.h"

namespace app {

struct SealRequest {
  std::string split = "test";
  std::string target;            // empty: the usual one
  std::filesystem::path folder;  // is made; must be empty
  std::filesystem::path key_file;
};

struct SealedSet {
  int images = 0;
  std::vector<std::string> groups;
  std::string fingerprint;  // of the sealed answers: to be written on the board
};
SealedSet seal_split(Workspace& workspace, const SealRequest& request);

// Where answers are probabilities of the last of two groups, it is called at or above this. Who decides at another
// threshold hands in groups.
inline constexpr float kCalledAt = 0.5F;

struct Revealed {
  QuizScore score;
  std::optional<double> auc;  // where the answers are probabilities
  std::vector<std::string> groups;
  int reveal = 1;         // which look this was
  int missing = 0;        // images without an answer
  int probabilities = 0;  // answers that are one, called at kCalledAt
  std::string fingerprint;
};
// `answers`: a CSV with `image` and `answer`, a group's name or the probability of the last group.
Revealed reveal(const std::filesystem::path& folder, const std::filesystem::path& key_file,
                const std::filesystem::path& answers, const std::string& who);

}  // namespace app
