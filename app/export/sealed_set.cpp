#include "app/export/sealed_set.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "app/core/disclaimer.h"
#include "app/core/joined.h"
#include "app/core/json.h"
#include "app/export/sealed_reveals.h"
#include "app/intake/text_encoding.h"
#include "app/intake/text_table.h"
#include "app/workspace/content_check.h"
#include "app/workspace/dataset.h"
#include "app/workspace/output_file.h"
#include "db/hash/sha256.h"
#include "ml/metrics/ranking.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr const char* kAnswers = "answers.sealed";
constexpr const char* kReveals = "reveals.tsv";
constexpr const char* kOpening = "opening the sealed answers";

[[noreturn]] void fail(const std::string& what, const std::string& why) { throw std::runtime_error(what + ": " + why); }

std::string read_text(const fs::path& file, const std::string& what) {
  std::error_code ignored;
  if (fs::is_directory(file, ignored)) fail(what, "a file is needed, and this is a folder: " + file.string());
  std::ifstream in(file, std::ios::binary);
  if (!in) fail(what, "there is no such file: " + file.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_text(const fs::path& file, const std::string& text) { OutputFile(file, nullptr).write(text); }

// 256 bits of the system's randomness.
std::string fresh_key() {
  std::random_device device;
  std::string key;
  for (int i = 0; i < 8; ++i) {
    char word[9];
    std::snprintf(word, sizeof word, "%08x", device());
    key += word;
  }
  return key;
}

int nibble(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

std::string from_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    const int high = nibble(hex[i]), low = nibble(hex[i + 1]);
    if (high < 0 || low < 0) fail(kOpening, "they are damaged");
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return bytes;
}

std::string to_hex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    hex.push_back(kDigits[static_cast<unsigned char>(c) >> 4U]);
    hex.push_back(kDigits[static_cast<unsigned char>(c) & 15U]);
  }
  return hex;
}

// SHA-256 as a stream: each block is the hash of key, nonce and number. The same turns it back.
std::string ciphered(std::string text, const std::string& key, const std::string& nonce) {
  constexpr std::size_t kBlock = 32;
  std::string block;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i % kBlock == 0) block = from_hex(db::sha256_hex("cipher " + key + nonce + std::to_string(i / kBlock)));
    text[i] = static_cast<char>(text[i] ^ block[i % kBlock]);
  }
  return text;
}

std::string mark_of(const std::string& key, const std::string& nonce, const std::string& answers) {
  return db::sha256_hex("mark " + db::sha256_hex("mark key " + key) + nonce + answers);
}

std::string neutral_name(std::size_t number, const fs::path& image) {
  char text[32];
  std::snprintf(text, sizeof text, "%05zu", number + 1);
  return text + image.extension().string();
}

std::vector<std::size_t> shuffled(std::vector<std::size_t> places) {
  std::random_device device;
  for (std::size_t i = places.size(); i > 1; --i) std::swap(places[i - 1], places[device() % i]);
  return places;
}

std::string notice(const SealedSet& set, const std::string& target) {
  return "A sealed test set: " + std::to_string(set.images) + " images without labels, target " + target + ".\n" +
         "answers.sealed holds the labels, encrypted (SHA-256 as a stream cipher) with a key that is not here.\n"
         "Hand in a CSV with the columns image and answer: a group's name, or the probability of the last group.\n"
         "`nevus predict MODEL images -o answers.csv` writes one of a model's groups.\n"
         "Probabilities are called at 0.5: whoever decides at another threshold hands in groups.\n"
         "Each reveal is counted in reveals.tsv. Whoever has the key can read the answers; whoever knows the images "
         "can\n"
         "recognise them; copied files keep their own metadata. Fingerprint: " +
         set.fingerprint + "\n" + std::string(kDisclaimer) + "\n";
}

struct Opened {
  std::vector<std::string> groups;
  std::map<std::string, int> truth;  // by image
  std::string fingerprint;
};

struct Sealed {
  std::string nonce, mark, answers;  // the last: bytes
};

Sealed sealed_in(const std::string& text, const fs::path& file) try {
  const Json sealed = Json::parse(text);
  return {sealed.at("nonce").get<std::string>(), sealed.at("mark").get<std::string>(),
          from_hex(sealed.at("answers").get<std::string>())};
} catch (const std::exception&) {  // whatever of its form is not there
  fail(kOpening, "the file is damaged; copy it again from whoever made the set: " + file.string());
}

Opened open_answers(const fs::path& folder, const fs::path& key_file) {
  std::string key = read_text(key_file, kOpening);
  while (!key.empty() && (key.back() == '\n' || key.back() == '\r')) key.pop_back();
  const std::string text = read_text(folder / kAnswers, kOpening);
  const Sealed sealed = sealed_in(text, folder / kAnswers);
  const std::string plain = ciphered(sealed.answers, key, sealed.nonce);
  if (mark_of(key, sealed.nonce, plain) != sealed.mark)
    fail(kOpening, "this is not their key, or the file was changed: " + (folder / kAnswers).string());
  Opened opened;
  opened.fingerprint = db::sha256_hex(text).substr(0, 16);
  const Json answers = Json::parse(plain);
  for (const Json& group : answers.at("groups").elements()) opened.groups.push_back(group.get<std::string>());
  for (const auto& [image, group] : answers.at("truth").members()) opened.truth[image] = group.get<int>();
  return opened;
}

using Answers = std::map<std::string, std::string>;  // by the image's name

// What is no answer would be an answer that is missing, which counts.
void require_whole(const Table& table, const fs::path& file) {
  for (const LeftOut& left_out : table.left_out()) {
    const std::string example = left_out.examples.empty() ? "" : " (" + left_out.examples.front() + ")";
    fail("reading the answers", "there are " + left_out.reason + example + ": " + file.string());
  }
}

// A table that says more, as `nevus predict -o` writes it, is read by these two columns; a path by its last name, as
// images of a set have no folder.
Answers read_answers(const fs::path& file) {
  const std::string name = utf8_text(file.string());
  TextTable table(std::make_unique<std::istringstream>(read_text(file, "reading the answers")), name);
  const auto image = table.column("image"), answer = table.column("answer");
  if (!image || !answer) fail("reading the answers", "the first line has to name the columns image,answer: " + name);
  Answers answers;
  for (TableRow row; table.next(row);) {
    const std::string answered = fs::path(row.fields[*image]).filename().string();
    if (!answers.emplace(answered, row.fields[*answer]).second)
      fail("reading the answers", answered + " is answered twice: " + name);
  }
  require_whole(table, file);
  return answers;
}

std::optional<float> probability_of(const std::string& answer) {
  float value = 0;
  const auto [end, error] = std::from_chars(answer.data(), answer.data() + answer.size(), value);
  if (error != std::errc() || end != answer.data() + answer.size() || !(value >= 0 && value <= 1)) return std::nullopt;
  return value;
}

// A group, and where it is a probability the score.
int group_of(const std::string& answer, const Opened& opened, std::optional<float>& score) {
  const auto named = std::ranges::find(opened.groups, answer);
  if (named != opened.groups.end()) return static_cast<int>(named - opened.groups.begin());
  score = probability_of(answer);
  if (!score || opened.groups.size() != 2)
    fail("reading the answers", "\"" + answer + "\" is no group of the set and no probability between 0 and 1");
  return *score >= kCalledAt ? 1 : 0;
}

// At or below, under every name of it; neither needs to exist.
bool lies_in(const fs::path& file, const fs::path& folder) {
  const fs::path inside =
      fs::weakly_canonical(fs::absolute(file)).lexically_relative(fs::weakly_canonical(fs::absolute(folder)));
  return !inside.empty() && *inside.begin() != "..";
}

// Before any of them is copied: a picture that took the place of another has not the other's label.
void require_files(const TargetData& data, const std::vector<std::size_t>& chosen) {
  constexpr std::size_t kNamed = 3;
  std::vector<db::Image> images;
  for (const std::size_t index : chosen) images.push_back(data.images[index]);
  const ContentReport found = check_content(images, data.stamps, {.every_hash = true});
  if (found.whole()) return;
  const auto counted = [](std::size_t count, const char* one, const char* several) {
    return std::to_string(count) + (count == 1 ? " image of it " : " images of it ") + (count == 1 ? one : several);
  };
  std::vector<std::string> troubles, names = found.missing_paths;
  if (!found.missing.empty())
    troubles.push_back(counted(found.missing.size(), "has no file at its place", "have no file at their place"));
  if (!found.changed.empty())
    troubles.push_back(counted(found.changed.size(), "holds", "hold") + " other content than was imported");
  names.insert(names.end(), found.changed_paths.begin(), found.changed_paths.end());
  names.resize(std::min(names.size(), kNamed));
  const std::size_t others = found.missing.size() + found.changed.size() - names.size();
  fail("sealing a test set", joined(troubles) + "; put the files back, or take the images out with `nevus remove`: " +
                                 joined(names) + (others > 0 ? " and " + std::to_string(others) + " others" : ""));
}

// What was made of a set goes again, unless it is finished: half of one would be in the way of the next.
class HalfSet {
 public:
  explicit HalfSet(fs::path folder) : folder_(std::move(folder)) {
    std::error_code error;
    was_there_ = fs::exists(folder_, error);
    fs::create_directories(folder_ / "images");
  }
  HalfSet(const HalfSet&) = delete;
  HalfSet& operator=(const HalfSet&) = delete;
  ~HalfSet() {
    std::error_code ignored;
    if (finished_) return;
    for (const char* name : {"images", "images.csv", "README.txt", kAnswers}) fs::remove_all(folder_ / name, ignored);
    if (!was_there_) fs::remove(folder_, ignored);
  }
  void finish() { finished_ = true; }

 private:
  fs::path folder_;
  bool was_there_ = false, finished_ = false;
};

void copy_image(const fs::path& image, const fs::path& to) {
  std::error_code error;
  if (!fs::copy_file(image, to, error) || error)
    fail("sealing a test set", "an image could not be copied (" + error.message() + "): " + image.string());
}

}  // namespace

SealedSet seal_split(Workspace& workspace, const SealRequest& request) {
  const TargetData data = load_target_data(
      workspace.reader(), request.target.empty() ? default_target(workspace.reader()) : request.target);
  const auto split = db::split_named(request.split);
  if (!split) fail("sealing a test set", "there is no split " + request.split + "; there are train, val and test");
  const std::vector<std::size_t> chosen = shuffled(indices_of(data, *split));
  if (chosen.empty())
    fail("sealing a test set", "no image of the split " + request.split + " has a label of " + data.target);
  std::error_code ignored;
  if (fs::exists(request.folder, ignored) && !fs::is_empty(request.folder, ignored))
    fail("sealing a test set", "the folder is not empty; choose another: " + request.folder.string());
  require_free_folder(request.folder, workspace);
  if (fs::exists(request.key_file, ignored))  // it may be all that opens another set
    fail("sealing a test set", "a file of the key's name is there already, and is left: " + request.key_file.string());
  if (lies_in(request.key_file, request.folder))  // whoever gets the folder could read the answers
    fail("sealing a test set", "the key would lie in the folder that is passed on; choose another place for it: " +
                                   request.key_file.string());
  const OutputFile key_file(request.key_file, &workspace);  // looked at before the images are copied
  require_files(data, chosen);
  HalfSet half(request.folder);
  SealedSet set{.images = static_cast<int>(chosen.size()), .groups = data.groups};
  Json truth = Json::object();
  std::string list = "image\n";
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const fs::path image = data.images[chosen[i]].path;
    const std::string name = neutral_name(i, image);
    copy_image(image, request.folder / "images" / name);
    truth[name] = data.group[chosen[i]];
    list += name + "\n";
  }
  const Json answers{{"target", data.target}, {"groups", data.groups}, {"truth", truth}};
  const std::string key = fresh_key(), nonce = fresh_key().substr(0, 32), plain = answers.dump();
  const Json sealed{{"what", "answers of a sealed test set of Nevus"},
                    {"nonce", nonce},
                    {"mark", mark_of(key, nonce, plain)},
                    {"answers", to_hex(ciphered(plain, key, nonce))}};
  const std::string text = sealed.dump(2) + "\n";
  set.fingerprint = db::sha256_hex(text).substr(0, 16);
  key_file.write(key + "\n");
  write_text(request.folder / "images.csv", list);
  write_text(request.folder / "README.txt", notice(set, data.target));
  write_text(request.folder / kAnswers, text);
  half.finish();
  return set;
}

Revealed reveal(const fs::path& folder, const fs::path& key_file, const fs::path& answers, const std::string& who) {
  const Answers handed = read_answers(answers);
  const Opened opened = open_answers(folder, key_file);
  Revealed result{.groups = opened.groups, .fingerprint = opened.fingerprint};
  std::vector<int> truths, said;
  std::vector<float> scores;
  for (const auto& [image, truth] : opened.truth) {
    const auto answer = handed.find(image);
    std::optional<float> score;
    truths.push_back(truth);
    said.push_back(answer == handed.end() ? -1 : group_of(answer->second, opened, score));
    if (score) scores.push_back(*score);
  }
  for (const auto& [image, answer] : handed)
    if (!opened.truth.contains(image)) fail("reading the answers", image + " is not in the set");
  result.missing = static_cast<int>(std::ranges::count(said, -1));
  result.probabilities = static_cast<int>(scores.size());
  // Counted before the score is known to anybody.
  const std::string hash = db::sha256_hex(read_text(answers, "reading the answers")).substr(0, 16);
  result.reveal = add_reveal(folder / kReveals, who, hash);
  result.score = quiz_score(truths, said, static_cast<int>(opened.groups.size()));
  if (opened.groups.size() == 2 && scores.size() == truths.size()) result.auc = ml::roc_auc(truths, scores);
  return result;
}

}  // namespace app
