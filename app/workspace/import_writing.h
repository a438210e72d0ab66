// What an import writes, one transaction at a time: classes and targets, new images with their labels, and the chosen
// changes of what stands. The writer's thread only, inside a transaction.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/workspace/class_catalog.h"
#include "app/workspace/import.h"
#include "db/labels.h"
#include "db/writer.h"

namespace app {

// Classes that new images or chosen labels need, at the end of those that are here; then targets and their new groups.
void write_classes(db::Transaction& transaction, const ImportPlan& plan, const ImportChoices& choices,
                   const ClassCatalog& catalog);

class ImportWriting {
 public:
  ImportWriting(const ImportPlan& plan, const ImportChoices& choices);

  // Once the plan's classes are there: they are these from then on, whatever they are called meanwhile.
  void know_classes(const db::Readable& from);
  // Of the items [begin, end), whose pictures lie at `paths`; an empty one: its picture could not be had, nothing is
  // added.
  void add_images(db::Transaction& transaction, std::size_t begin, std::size_t end, std::span<const std::string> paths,
                  std::int64_t import_id, ImportReport& report);
  // After all images are there, what is still as the plan found it: what was decided since stays, and is counted.
  void change_standing(db::Transaction& transaction, ImportReport& report);

 private:
  void add(db::Transaction& transaction, std::size_t item, const db::Image& image, ImportReport& report);
  void restore(db::Transaction& transaction, std::size_t item, const db::Image& image, ImportReport& report);
  void bring_back(db::Transaction& transaction, std::size_t item, const db::Image& removed);
  void replace(db::Transaction& transaction, std::size_t item, std::int64_t import_id);
  void know_chosen();
  void save_look(db::Transaction& transaction, db::ImageId image, std::size_t item);
  void add_copies_of_replaced(db::Transaction& transaction);
  std::optional<db::ClassId> label_of_new(const db::Readable& from, std::size_t item, const db::Image& old) const;
  db::ImageId image_of(std::size_t item) const;
  db::ImageId subject_of(const Conflict& conflict) const;
  std::string stands(const db::Image& image, const Conflict& conflict) const;

  const ImportPlan& plan_;
  const ImportChoices& choices_;
  std::map<std::string, db::ClassId> classes_;
  std::vector<db::ImageId> ids_;                   // of the items that are images now
  std::map<std::size_t, std::string> new_places_;  // of items whose path holds another content than the image here
  std::set<std::pair<std::size_t, ConflictKind>> chosen_;
  std::vector<db::LabelChange> labels_;  // of the transaction
};

}  // namespace app
