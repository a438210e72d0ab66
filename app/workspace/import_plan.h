// What an import would do, found out before anything is written. Every file is read once, on all processors; what is
// already here is compared and never rewritten: where the source says otherwise, that is a conflict, old and new.
//
//   FileReadings readings;
//   const ImportPlan plan = make_plan(here, gather(paths), readings, {}, progress, stop);
//   show(plan);                                    // import_text.h
//   apply_plan(workspace, plan, choices, …);       // import.h
//
// Any thread. A plan is a plain value.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "app/core/progress.h"
#include "app/intake/import_source.h"
#include "app/workspace/class_catalog.h"
#include "app/workspace/import_files.h"
#include "app/workspace/import_standing.h"
#include "db/images.h"
#include "db/reader.h"

namespace app {

enum class Planned {
  Add,
  Known,      // same content, same place
  Relink,     // same content; the old place is empty or holds another one, so the image moves to the new one
  Duplicate,  // the content is here, at another place that still stands
  Repeat,     // the content stands earlier in this source
  Changed,    // another content at a path that is here
  Restore,    // an import that was undone had added it: comes back as if new, but for what was decided beside
  Removed,    // somebody removed it from the set: it stays out
  Failed,     // cannot be read
};

struct PlannedImage {
  Planned what = Planned::Failed;
  FileFacts file;
  std::string path;  // where the image will be
  db::Split split = db::Split::None;
  bool held_out = false;   // for validation, which the source does not name
  db::ImageId known = 0;   // the image here: of this content, or (Changed) at this path
  std::string known_path;  // of it
  std::size_t first = 0;   // Repeat: the item of the same content
  // The image here whose file this was; it holds now what is another image.
  db::ImageId displaced = 0;
  bool label_taken = false;  // its label is one that no image gets: import_labels.h
  // Restore: what was decided of it beside that import, and stays: "label", "split", fields of its metadata.
  std::set<std::string> decided;

  bool is_added() const { return what == Planned::Add || what == Planned::Restore; }
  bool takes_label() const { return is_added() && !decided.contains("label"); }
};

enum class ConflictKind { Label, Split, Metadata, Content, Removed };
inline constexpr std::array kConflictKinds = {ConflictKind::Label, ConflictKind::Split, ConflictKind::Metadata,
                                              ConflictKind::Content, ConflictKind::Removed};
const char* name_of(ConflictKind kind);  // "label", "split", "metadata", "content", "removed"
std::optional<ConflictKind> conflict_named(const std::string& name);

// The source says otherwise than what stands.
struct Conflict {
  ConflictKind kind = ConflictKind::Metadata;
  std::size_t item = 0;
  std::string field;  // "label", "sex", a column
  std::string before, after;
  bool inside = false;      // both are of this source: the same content twice
  bool of_removed = false;  // said of an image that is out of the set: counts only if that one is brought back
  bool of_changed = false;  // said of a picture whose file holds another content: counts only if that one is taken
};

struct PlannedClass {
  std::string name;
  long images = 0;      // of the source
  long added = 0;       // of them, those which the import adds
  bool is_new = false;  // there is none of the name here
  std::string same_as;  // of a new one: a class here or of the source which the catalogue takes for the same diagnosis
};

struct GroupMove {
  std::string name;  // of the class
  std::string here, there;
};

struct PlannedTarget {
  std::string name, description;
  bool is_new = false;
  std::vector<std::string> groups;                         // of a new one, or those that an old one gains
  std::vector<std::pair<std::string, std::string>> added;  // class, its group
  std::vector<GroupMove> contradictions;                   // what is here stays
  std::vector<std::string> left_out;                       // new classes that no group takes
  bool takes_choice = false;                               // naming the malignant classes would place them
  std::string remark;                                      // why a choice of them comes to nothing
};

// A picture that the import adds, and one that looks almost the same: added too, or here already.
struct NearPair {
  std::string name, other;  // file names
  double correlation = 0;
  bool across_splits = false;
};

// A label that is a class which is retired here: no image gets it.
struct RetiredLabel {
  std::string name;
  long images = 0;      // of the source
  long added = 0;       // of them, those which the import adds
  std::string instead;  // the class that most of the others have here; empty: none
};

// Of a picture that stands in the source several times, with different labels: it gets none of them.
struct DisputedLabel {
  std::string name;  // of the file
  std::vector<std::string> labels;
};

struct PlannedLeak {
  std::string kind;  // "lesion", "patient"
  long groups = 0, images = 0;
  std::vector<std::string> examples;
};

struct StandingImage {
  db::Split split = db::Split::None;
  std::string lesion, patient;
};

// What leaks are told from: the images here that the source says otherwise of, and the groups of all that it touches.
struct LeakGround {
  std::map<db::ImageId, StandingImage> images;
  std::map<std::string, SplitCounts> lesions, patients;
};

// Ids that another source has too: they count as the same.
struct SharedIds {
  std::string kind;  // "lesion", "patient"
  long ids = 0;
  std::string example, source, other;  // the first of them, the source that brings it, the one that has it
};

struct HoldOut {
  bool wanted = false;  // the source names no validation split, and has labels
  long images = 0, groups = 0;
  long candidates = 0, candidate_groups = 0;
  long joined_test = 0;         // added to the test split, where the other photographs of their lesion or patient stand
  bool validates_here = false;  // labelled images that are here already do
};

struct ImportPlan {
  ImportSource source;
  std::vector<PlannedImage> images;                           // one an item
  std::vector<std::pair<std::string, std::string>> failures;  // path, reason
  std::vector<Conflict> conflicts;
  std::vector<PlannedClass> classes;
  std::vector<PlannedTarget> targets;
  std::vector<NearPair> near;  // the first, most alike first
  long near_pairs = 0;         // all of them
  long near_across = 0;        // of them, those in two splits
  bool near_looked_for = false;
  std::vector<std::string> notes;  // what is odd about pictures that are taken
  std::vector<RetiredLabel> retired;
  std::vector<DisputedLabel> disputed;
  LeakGround ground;  // import_leaks.h tells the leaks from it, for choices
  std::vector<SharedIds> shared_ids;
  HoldOut hold_out;
  bool cancelled = false;

  long count(Planned what) const;
  long count(ConflictKind kind) const;
  bool brings_something() const;
};

struct PlanChoices {
  // The classes that "malignant" means, instead of the table's column or the catalogue.
  std::optional<std::vector<std::string>> malignant;
  bool look_for_near = false;               // pictures that look almost the same: takes a while
  std::vector<std::string> kept_spellings;  // labels that are classes of their own, however alike one here is
};

// Where an import goes. `from` null: a workspace that is not made yet.
struct PlanPlace {
  const db::Readable* from = nullptr;
  const ClassCatalog& catalog;
  std::filesystem::path folder;  // of the workspace: copies of pictures in containers go to images/ in it
};

// `readings` keeps what was read of the files, so that a plan made again with other choices reads nothing twice.
// Throws what the database throws; a file that cannot be read is a line of the plan.
ImportPlan make_plan(const PlanPlace& place, ImportSource source, FileReadings& readings, const PlanChoices& choices,
                     const OnProgress& progress, const std::stop_token& stop);

}  // namespace app
