// What the import dialog shows of a plan: an import as it would be, section by section, with what can be changed in
// it. Plain values; main thread only.
#pragma once

#include <string>
#include <vector>

namespace app {

enum class PlanState { None, Reading, Ready, Failed };
enum class PlanPart { Summary, Columns, Classes, Splits, Duplicates, Conflicts, Leaks, LeftOut };

struct PlanLine {
  std::string text;
  bool warning = false;
};

struct PlanCard {
  std::string number, title;
  bool warning = false;
};

struct PlanPartView {
  PlanPart part = PlanPart::Summary;
  std::string id, title, count;  // the count as text; empty: none is told
  bool warning = false;
};

struct PlanColumnView {
  std::string name;
  int role = 0;  // into PlanView::roles
  bool leak = false;
  std::string key;  // of a second table, in words: nothing to choose; empty: it is none
};

// A bar of the summary: how many of the pictures.
struct PlanBar {
  std::string name, count;
  float share = 0;  // of the largest
};

struct PlanClassView {
  std::string name, count;
  bool is_new = false;
  bool malignant = false;
};

// A spelling that is read as another label, or kept as a class of its own.
struct PlanSpellingView {
  std::string found, label, count;
  bool apart = false;
};

struct PlanWordView {
  std::string word, count;
  int split = 0;  // into PlanView::splits
};

struct PlanConflictView {
  std::string kind, title;
  std::vector<std::string> examples;  // all of them, or the first and how many more
  bool update = false;
  bool whole = false;  // the list is open; edited in place
};

// A folder that can be read in two ways: why not by its table, and what its folders' names give.
struct PlanReadingView {
  std::string folder, by_table, by_folders;
};

struct PlanView {
  PlanState state = PlanState::None;
  bool was_shown = false;  // the keyboard was led to its first control
  bool working = false;    // the plan is being made again with another choice
  std::string progress;    // "Reading ham224: 1,204 of 5,984"
  float fraction = -1;
  std::string message;  // why there is no plan

  std::string title, layout;
  std::string source, source_hint;  // the data set that was named; without a name what the images are of
  std::vector<std::string> tables;
  PlanPart part = PlanPart::Summary;
  std::vector<PlanReadingView> readings;  // there is a question how to read it, or was
  bool by_folders = false;                // the answer
  std::vector<PlanPartView> parts;
  std::vector<PlanCard> cards;
  std::vector<PlanBar> class_bars, split_bars;
  std::vector<PlanLine> summary, splits_text, duplicates, leaks, left_out, targets;
  std::vector<std::string> roles, splits;
  std::vector<PlanColumnView> columns;
  std::vector<PlanClassView> classes;
  bool can_choose_malignant = false;
  std::vector<PlanSpellingView> spellings;
  std::vector<PlanWordView> words;
  std::vector<PlanConflictView> conflicts;
  std::string button;  // "Import 5,984 images"
  bool can_import = false;
};

}  // namespace app
