#include "app/workspace/import.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "app/core/json.h"
#include "app/core/types.h"
#include "app/workspace/content_check.h"
#include "app/workspace/leaks.h"
#include "app/workspace/quality.h"
#include "app/workspace/target_rules.h"
#include "db/classes.h"
#include "db/hash/sha256.h"
#include "db/image_quality.h"
#include "db/images.h"
#include "db/labels.h"
#include "db/settings.h"
#include "engine/image/image_io.h"
#include "engine/image/perceptual_hash.h"
#include "ml/data/split.h"

namespace app {
namespace {

constexpr std::size_t kBatch = 256;  // images of one transaction
constexpr double kHoldOut = 0.2;     // of the lesions, where the source names no validation split
constexpr std::uint64_t kSplitSeed = 2018;
constexpr std::size_t kFailuresShown = 5;
constexpr int kProbeSize_px = 64;  // decoded small, which is cheap

struct Prepared {
  const ImportItem* item = nullptr;
  db::Image image;
  db::ImageLook look;
  std::vector<std::string> notes;  // oddities that cost no pixel
  std::string gone_path;  // where the content was known to be and is no more; empty: it is not known, or still there
};

// Where the source does not say which images validate, lesions are drawn by the hash of their name,
// so that all photographs of a lesion stay on one side.
class SplitRule {
 public:
  explicit SplitRule(const ImportSource& source) {
    for (const ImportItem& item : source.items) {
      has_val_ = has_val_ || item.split == "val";
      has_split_ = has_split_ || !item.split.empty();
    }
  }

  bool holds_out() const { return !has_val_; }

  db::Split split_for(const ImportItem& item, const std::string& sha256) const {
    const db::Split said = db::split_named(item.split).value_or(db::Split::None);
    const bool may_move = said == db::Split::Train || (said == db::Split::None && !has_split_);
    if (has_val_ || !may_move || item.label.empty()) return said;
    const std::string& group = item.lesion_id.empty() ? sha256 : item.lesion_id;
    const auto drawn = ml::assign_split(group, kSplitSeed, {.train = 1 - kHoldOut, .val = kHoldOut, .test = 0});
    return drawn == ml::Split::Val ? db::Split::Val : db::Split::Train;
  }

 private:
  bool has_val_ = false;
  bool has_split_ = false;
};

// Asked before the transaction, so that no slow disk is waited for inside it.
std::string gone_path(const db::Readable& from, const db::Image& image) {
  const auto known = db::find_by_hash(from, image.sha256);
  if (!known || known->path == image.path) return "";
  std::error_code unreachable;
  return std::filesystem::exists(known->path, unreachable) ? "" : known->path;
}

// Reads what can be known of a file, in one reading; throws with the reason when it is no usable image.
Prepared prepare(const ImportItem& item, const std::string& source_name, const SplitRule& splits) {
  const std::vector<std::byte> bytes = engine::read_image_file(item.path);
  const std::string name = item.path.string();
  const engine::ImageHeader header = engine::image_header(bytes, name);
  Prepared prepared{&item, {}, {}, {}, {}};
  // To the end: a truncated file is found now, not in mid-training.
  const engine::Look look = engine::look_of(engine::decode_image(bytes, name, kProbeSize_px, prepared.notes));
  prepared.look = look_row(look, file_time(item.path).value_or(FileTime{}).mtime_ms, header.decoding());
  db::Image& image = prepared.image;
  image.path = item.path.lexically_normal().string();
  image.sha256 = db::sha256_hex(bytes);
  image.bytes = static_cast<std::int64_t>(bytes.size());
  image.width_px = header.width_px;
  image.height_px = header.height_px;
  image.split = splits.split_for(item, image.sha256);
  image.lesion_id = item.lesion_id;
  image.patient_id = item.patient_id;
  image.age_years = item.age;
  image.sex = item.sex;
  image.site = item.site;
  image.dx_type = item.dx_type;
  image.mask_path = item.mask_path.string();
  image.source = source_name;
  Json extra = Json::object();
  for (const auto& [column, value] : item.extra) extra[column] = value;
  image.extra_json = extra.dump();
  return prepared;
}

std::vector<std::string> label_names(const ImportSource& source) {
  std::set<std::string> names;
  for (const ImportItem& item : source.items) {
    if (!item.label.empty()) names.insert(item.label);
  }
  return {names.begin(), names.end()};
}

// Classes and targets first, so that labels have something to point to.
void write_classes(db::Transaction& transaction, const ImportSource& source, const ClassCatalog& catalog) {
  std::vector<std::string> names = label_names(source);
  for (const db::Class& known : db::classes(transaction)) {
    if (std::ranges::find(names, known.name) == names.end()) names.push_back(known.name);
  }
  names = catalog.in_display_order(std::move(names));
  std::vector<std::uint32_t> colours;
  for (const db::Class& known : db::classes(transaction)) colours.push_back(known.colour);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const KnownClass* known = catalog.find(names[i]);
    db::Class wanted{0, names[i], known != nullptr ? known->full_name : names[i],
                     known != nullptr ? known->colour_rgb : catalog.free_colour(colours), static_cast<int>(i)};
    if (const auto existing = db::class_named(transaction, names[i])) {
      wanted.id = existing->id;
      wanted.full_name = existing->full_name;
      wanted.colour = existing->colour;
      wanted.retired = existing->retired;
      db::update_class(transaction, wanted);
    } else {
      db::add_class(transaction, wanted);
      colours.push_back(wanted.colour);
    }
  }
  for (const TargetRule& rule : derive_targets(source, names, catalog)) {
    db::Target target{0, rule.name, rule.description, {}};
    for (const std::string& group : rule.groups) target.groups.push_back({group, {}});
    for (const auto& [name, group] : rule.group_of_class) {
      target.groups[static_cast<std::size_t>(group)].classes.push_back(db::class_named(transaction, name)->id);
    }
    db::save_target(transaction, target);
  }
}

std::map<std::string, ClassId> class_ids(const db::Readable& from) {
  std::map<std::string, ClassId> ids;
  for (const db::Class& known : db::classes(from)) ids[known.name] = known.id;
  return ids;
}

// One transaction: the images, and the labels of those that are new.
void write_batch(db::Transaction& transaction, std::span<const Prepared> batch, ImportReport& report) {
  const auto ids = class_ids(transaction);
  std::vector<db::LabelChange> labels;
  for (const Prepared& prepared : batch) {
    const db::AddResult result = db::add_image(transaction, prepared.image, prepared.gone_path);
    if (result.outcome != db::AddOutcome::Duplicate) db::save_look(transaction, result.image, prepared.look);
    switch (result.outcome) {
      case db::AddOutcome::Added:
        ++report.added;
        for (const std::string& note : prepared.notes) report.notes.push_back(note + ": " + prepared.image.path);
        if (!prepared.item->label.empty()) labels.push_back({result.image, ids.at(prepared.item->label), std::nullopt});
        break;
      case db::AddOutcome::Known: ++report.known; break;
      case db::AddOutcome::Relinked: ++report.relinked; break;
      case db::AddOutcome::Duplicate:
        ++report.duplicates;
        db::add_copy(transaction, {result.image, prepared.image.path});
        report.notes.push_back("same content as " + result.previous_path + ", counted once: " + prepared.image.path);
        break;
    }
  }
  db::set_labels(transaction, labels, {.source = db::LabelSource::Import});
}

void save_report(Workspace& workspace, const ImportReport& report) {
  db::ImportReport row{0, 0, report.source, report.added, report.known, report.relinked, report.duplicates, {}};
  for (const ImportFailure& failure : report.failures) row.failures.push_back({failure.path, failure.reason});
  workspace.writer().transact_and_wait("Import report", [&](db::Transaction& t) { db::add_import_report(t, row); });
}

}  // namespace

ImportReport import_images(Workspace& workspace, const ImportSource& source, const OnProgress& on_progress,
                           std::stop_token stop) {
  ImportReport report{
      .source = source.name, .found = static_cast<int>(source.items.size()), .notes = account_of(source)};
  const SplitRule splits(source);
  Progress progress(on_progress, "Importing " + source.name, report.found);
  workspace.writer().transact_and_wait("Classes of " + source.name, [&](db::Transaction& transaction) {
    write_classes(transaction, source, workspace.catalog());
  });
  const auto reader = workspace.make_reader();
  std::vector<Prepared> batch;
  const auto flush = [&] {
    workspace.writer().transact_and_wait(
        "Import " + source.name, [&](db::Transaction& transaction) { write_batch(transaction, batch, report); });
    batch.clear();
  };
  for (std::size_t i = 0; i < source.items.size() && !stop.stop_requested(); ++i) {
    try {
      Prepared prepared = prepare(source.items[i], source.name, splits);
      prepared.gone_path = gone_path(*reader, prepared.image);
      batch.push_back(std::move(prepared));
    } catch (const std::exception& error) {  // one bad file is a line of the report, not the end of the import
      report.failures.push_back({source.items[i].path.string(), error.what()});
    }
    if (batch.size() == kBatch) flush();
    progress.update(static_cast<long>(i) + 1);
  }
  if (!batch.empty()) flush();
  report.cancelled = stop.stop_requested();
  if (splits.holds_out() && report.added > 0 && !label_names(source).empty()) {
    report.notes.push_back("the source names no validation split: 20 % of the training lesions were set aside for it");
  }
  if (const LeakReport leaks = find_leaks(*reader); leaks.found()) report.notes.push_back("LEAK: " + describe(leaks));
  save_report(workspace, report);
  return report;
}

std::string describe(const ImportReport& report) {
  if (report.found == 0)
    return "Nothing to import: no JPEG or PNG images in " + report.source +
           "\n  expected CLASS/*.jpg, train|val|test/CLASS/*.jpg, an index table, or image files";
  std::string text = "Imported " + std::to_string(report.added) + " of " + std::to_string(report.found) + " images";
  if (report.known > 0) text += ", " + std::to_string(report.known) + " already here";
  if (report.relinked > 0) text += ", " + std::to_string(report.relinked) + " found at a new place";
  if (report.duplicates > 0) text += ", " + std::to_string(report.duplicates) + " with the same content as another";
  if (report.cancelled) text += "; cancelled, what was done is kept";
  if (!report.failures.empty()) text += "; " + std::to_string(report.failures.size()) + " could not be read";
  for (std::size_t i = 0; i < std::min(kFailuresShown, report.failures.size()); ++i)
    text += "\n  " + report.failures[i].reason;
  if (report.failures.size() > kFailuresShown) text += "\n  … the whole list is in the import report of the workspace";
  for (std::size_t i = 0; i < std::min(kFailuresShown, report.notes.size()); ++i)
    text += "\n  note: " + report.notes[i];
  if (report.notes.size() > kFailuresShown)
    text += "\n  … and " + std::to_string(report.notes.size() - kFailuresShown) + " more notes";
  return text;
}

}  // namespace app
