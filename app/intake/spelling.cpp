#include "app/intake/spelling.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <unordered_map>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "app/intake/account_text.h"
#include "app/intake/omissions.h"

namespace app {
namespace {

// As spelling_key() makes them; "-" and "--" have an empty key.
constexpr std::array<std::string_view, 14> kMissing = {
    "", "na", "n/a", "nan", "null", "none", "?", "#n/a", "n.a.", "<na>", "(null)", "missing", "not available", "??"};
constexpr std::array<std::string_view, 4> kUnknown = {"unknown", "unk", "not known", "undefined"};

struct SplitSynonym {
  std::string_view word, split;
};
constexpr std::array<SplitSynonym, 20> kSplitWords = {
    {{"train", "train"},     {"training", "train"},     {"trn", "train"},       {"tr", "train"},
     {"val", "val"},         {"valid", "val"},          {"validation", "val"},  {"validate", "val"},
     {"dev", "val"},         {"development", "val"},    {"test", "test"},       {"testing", "test"},
     {"tst", "test"},        {"eval", "test"},          {"evaluation", "test"}, {"training set", "train"},
     {"train set", "train"}, {"validation set", "val"}, {"val set", "val"},     {"test set", "test"}}};
constexpr std::array<std::string_view, 5> kAmbiguousSplits = {"holdout", "hold out", "heldout", "held out", "trainval"};

template <typename Words>
bool contains(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

struct Group {
  std::map<std::string, long> found;
  std::string label;
};

// The spelling that stands already, else the most frequent, else the first by its bytes.
std::string chosen_spelling(const Group& group, const std::map<std::string, std::string>& known,
                            const std::string& key) {
  if (const auto standing = known.find(key); standing != known.end()) return standing->second;
  return std::ranges::max_element(group.found, {}, [](const auto& spelling) { return spelling.second; })->first;
}

bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; }

class LabelSettler {
 public:
  explicit LabelSettler(const SourceChoices& choices) : choices_(choices) {
    for (const std::string& label : choices.known_labels) known_.emplace(spelling_key(without_controls(label)), label);
    for (const auto& [spelling, label] : choices.labels) {
      if (!label.empty()) known_.insert_or_assign(spelling_key(without_controls(label)), without_controls(label));
    }
  }

  void count(const std::string& found) {
    if (found.empty()) return;
    const std::string key = key_of(found);
    if (!key.empty()) ++groups_[key].found[found];
  }

  void choose() {
    for (auto& [key, group] : groups_) {
      const std::string label = trimmed(chosen_spelling(group, known_, key));
      group.label = known_.contains(key) ? label : without_controls(label);
    }
  }

  std::string label_for(const std::string& found) {
    const std::string key = key_of(found);
    return key.empty() ? "" : groups_.at(key).label;
  }

  bool met(const std::string& spelling) const { return keys_.contains(spelling); }

  std::vector<Spelling> spellings() const {
    std::vector<Spelling> list;
    for (const auto& [key, group] : groups_) {
      if (group.found.size() == 1 && group.found.begin()->first == group.label) continue;
      list.push_back({group.label, {group.found.begin(), group.found.end()}});
      std::ranges::stable_sort(list.back().found, std::greater{}, [](const auto& one) { return one.second; });
    }
    return list;
  }

 private:
  // Of the label that a person chose for it, else its own; empty: no label.
  std::string key_of(const std::string& found) {
    const auto [kept, is_new] = keys_.try_emplace(found);
    if (!is_new) return kept->second;
    kept->second = label_key(found, choices_);
    return kept->second;
  }

  const SourceChoices& choices_;
  std::map<std::string, std::string> known_;  // key -> spelling
  std::map<std::string, Group> groups_;       // by key
  std::unordered_map<std::string, std::string> keys_;
};

std::string plain_key(std::string_view text, bool lower) {
  std::string key;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '_' || c == '-' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      key += lower ? static_cast<char>(std::tolower(static_cast<unsigned char>(c))) : c;
    else if (!key.empty() && key.back() != ' ')
      key += ' ';
  }
  if (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

}  // namespace

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

std::string spelling_key(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return plain_key(text, true);
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(error);
  icu::UnicodeString folded = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  if (U_SUCCESS(error)) folded = normalizer->normalize(folded, error);
  std::string plain;
  folded.toUTF8String(plain);
  return plain_key(plain, false);
}

std::string label_key(const std::string& found, const SourceChoices& choices) {
  const auto choice = choices.labels.find(found);
  if (choice != choices.labels.end()) return spelling_key(without_controls(choice->second));
  return is_missing(found) ? "" : spelling_key(without_controls(found));
}

bool is_missing(std::string_view text) { return contains(kMissing, spelling_key(text)); }

bool is_missing_or_unknown(std::string_view text) {
  const std::string key = spelling_key(text);
  return contains(kMissing, key) || contains(kUnknown, key);
}

std::optional<std::string> split_named(std::string_view word) {
  const std::string key = spelling_key(word);
  const auto found = std::ranges::find(kSplitWords, std::string_view(key), &SplitSynonym::word);
  if (found == kSplitWords.end()) return std::nullopt;
  return std::string(found->split);
}

bool is_ambiguous_split(std::string_view word) { return contains(kAmbiguousSplits, spelling_key(word)); }

std::optional<std::string> sex_named(std::string_view word) {
  if (word == "male" || word == "female") return std::string(word);  // of most rows
  const std::string key = spelling_key(word);
  if (key == "m" || key == "male" || key == "man") return "male";
  if (key == "f" || key == "female" || key == "woman") return "female";
  return std::nullopt;
}

bool holds_controls(std::string_view text) { return std::ranges::any_of(text, is_control); }

std::string without_controls(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_control(text[i]))
      plain += text[i];
    else if (i == 0 || !is_control(text[i - 1]))
      plain += ' ';
  }
  return holds_controls(text) ? trimmed(plain) : plain;
}

void settle_sources(ImportSource& source) {
  Omissions changed;
  for (ImportItem& item : source.items) {
    std::string& name = item.source.empty() ? item.collection : item.source;
    if (!holds_controls(name)) continue;
    name = without_controls(name);
    changed.add("pictures whose source's name held line breaks or control characters, which became spaces", name);
  }
  for (const LeftOut& names : changed.list()) source.notes.push_back(text_of(names));
}

void settle_labels(ImportSource& source, const SourceChoices& choices) {
  LabelSettler settler(choices);
  Omissions left_out;
  for (const ImportItem& item : source.items) settler.count(item.label);
  settler.choose();
  for (ImportItem& item : source.items) {
    if (item.label.empty()) continue;
    std::string label = settler.label_for(item.label);
    if (label.empty())
      left_out.add("labels that are words for \"not known\": these pictures have no label", item.label);
    item.label = std::move(label);
  }
  source.spellings = settler.spellings();
  for (const auto& [spelling, label] : choices.labels)
    if (!settler.met(spelling) && std::ranges::find(source.repeated_labels, spelling) == source.repeated_labels.end())
      source.notes.push_back("the label \"" + spelling + "\" occurs nowhere, so that nothing was read as \"" + label +
                             "\"");
  source.left_out.insert(source.left_out.end(), left_out.list().begin(), left_out.list().end());
}

void settle_splits(ImportSource& source, const SourceChoices& choices) {
  std::map<std::string, SplitWord> words;
  for (ImportItem& item : source.items) {
    if (is_missing(item.split)) {
      item.split.clear();
      continue;
    }
    SplitWord& word = words[item.split];
    if (word.count++ == 0) {
      const auto choice = choices.splits.find(item.split);
      word.word = item.split;
      word.split = choice != choices.splits.end() ? choice->second : split_named(item.split).value_or("");
    }
    item.split = word.split;
  }
  for (const auto& [word, split] : choices.splits)
    if (!words.contains(word))
      source.notes.push_back("the word for a split \"" + word + "\" occurs nowhere, so that nothing was read as " +
                             (split.empty() ? "no split" : split));
  for (auto& [text, word] : words) source.split_words.push_back(std::move(word));
}

}  // namespace app
