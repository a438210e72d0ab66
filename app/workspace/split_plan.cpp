#include "app/workspace/split_plan.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <stdexcept>
#include <unordered_map>

#include "app/core/number_text.h"
#include "app/workspace/duplicates.h"
#include "db/classes.h"
#include "db/edits.h"
#include "ml/random/hash.h"

namespace app {
namespace {

std::size_t place_of(db::Split split) { return static_cast<std::size_t>(split); }

// Images that stay together.
struct Group {
  std::string key;                // smallest content hash: the same wherever and in which order they were imported
  std::vector<std::size_t> rows;  // of the images
  std::map<ClassId, long> classes;
  long labelled = 0;
  std::set<db::Split> sides;  // where it stands now

  bool has_test() const { return sides.contains(db::Split::Test); }
  bool leaks() const { return sides.size() > 1; }
};

// What a group may be drawn into.
struct Bin {
  db::Split split = db::Split::Train;
  double share = 0;
  std::map<ClassId, double> filled;  // images of the class
};

[[noreturn]] void refuse_split(const std::string& why) { throw std::runtime_error("splitting the images: " + why); }

void check(const SplitRequest& request) {
  const auto is_share = [](double share) { return std::isfinite(share) && share >= 0 && share < 1; };
  if (request.folds == 0 && !(is_share(request.val) && is_share(request.test) && request.val + request.test < 1))
    refuse_split("the shares of validation and test are between 0 and 1, and leave some for training");
  if (request.folds == 1 || request.folds < 0) refuse_split("there are two folds or more");
  if (request.folds > 1 && (request.fold < 1 || request.fold > request.folds))
    refuse_split("the fold is 1 to " + std::to_string(request.folds));
  if (request.folds > 1 && request.test > 0)
    refuse_split("a test share and folds do not go together: split the test off first");
}

// Of an image of which nothing else is known, a key of its own.
int key_of(ImageGroups& known, int& key, ImageId image) {
  if (key == ImageGroups::kAlone) key = known.add("", "", "image " + std::to_string(image) + " alone");
  return key;
}

std::vector<Group> groups_of(const std::vector<db::Image>& images, const LookAlikes& alike) {
  ImageGroups known;
  std::vector<int> keys;
  std::unordered_map<ImageId, std::size_t> row_of;
  for (const db::Image& image : images) {
    row_of[image.id] = keys.size();
    keys.push_back(known.add(image.patient_id, image.lesion_id, image.image_group));
  }
  for (const auto& [a, b] : alike.pairs) {
    const auto first = row_of.find(a), second = row_of.find(b);
    if (first == row_of.end() || second == row_of.end()) continue;  // removed since they were found
    known.unite(key_of(known, keys[first->second], a), key_of(known, keys[second->second], b));
  }
  std::unordered_map<int, std::size_t> numbers;
  std::vector<Group> groups;
  for (std::size_t row = 0; row < images.size(); ++row) {
    const int root = known.group_of(keys[row]);
    std::size_t number = groups.size();
    if (root != ImageGroups::kAlone) number = numbers.try_emplace(root, number).first->second;
    if (number == groups.size()) groups.push_back({images[row].sha256, {}, {}, 0, {}});
    Group& group = groups[number];
    group.key = std::min(group.key, images[row].sha256);
    group.rows.push_back(row);
    if (images[row].split != db::Split::None) group.sides.insert(images[row].split);
    if (!images[row].label) continue;
    ++group.classes[*images[row].label];
    ++group.labelled;
  }
  std::erase_if(groups, [](const Group& group) { return group.labelled == 0 && !group.leaks(); });
  return groups;
}

std::vector<Bin> bins_of(const SplitRequest& request) {
  std::vector<Bin> bins;
  if (request.folds > 1) {
    for (int fold = 1; fold <= request.folds; ++fold)
      bins.push_back({fold == request.fold ? db::Split::Val : db::Split::Train, 1.0 / request.folds, {}});
    return bins;
  }
  bins.push_back({db::Split::Train, 1 - request.val - request.test, {}});
  if (request.val > 0) bins.push_back({db::Split::Val, request.val, {}});
  if (request.test > 0) bins.push_back({db::Split::Test, request.test, {}});
  return bins;
}

// How much farther from its shares of each class the bin would be with the group; the least goes first.
double cost(const Bin& bin, const Group& group, const std::map<ClassId, double>& totals) {
  double more = 0;
  for (const auto& [label, count] : group.classes) {
    const double total = totals.at(label), wanted = bin.share * total;
    const auto known = bin.filled.find(label);
    const double filled = known == bin.filled.end() ? 0 : known->second;
    const double before = filled - wanted, after = before + static_cast<double>(count);
    more += (after * after - before * before) / (bin.share * total * total);
  }
  return more;
}

// Large groups first, while there is room for them; equal ones in an order that only the seed decides.
void in_drawing_order(std::vector<Group*>& groups, std::uint64_t seed) {
  std::ranges::sort(groups, [seed](const Group* a, const Group* b) {
    if (a->labelled != b->labelled) return a->labelled > b->labelled;
    const auto first = ml::stable_hash(a->key, seed), second = ml::stable_hash(b->key, seed);
    return first != second ? first < second : a->key < b->key;
  });
}

std::vector<std::pair<Group*, db::Split>> draw(std::vector<Group>& groups, const SplitRequest& request) {
  std::vector<std::pair<Group*, db::Split>> drawn;
  std::vector<Group*> open;
  std::map<ClassId, double> totals;
  for (Group& group : groups) {
    if (request.test == 0 && group.has_test()) {
      drawn.emplace_back(&group, db::Split::Test);
      continue;
    }
    if (group.labelled == 0) {  // nothing to be drawn by
      drawn.emplace_back(&group, db::Split::Train);
      continue;
    }
    open.push_back(&group);
    for (const auto& [label, count] : group.classes) totals[label] += static_cast<double>(count);
  }
  in_drawing_order(open, request.seed);
  std::vector<Bin> bins = bins_of(request);
  for (Group* group : open) {
    Bin* best = &bins.front();
    for (Bin& bin : bins)
      if (cost(bin, *group, totals) < cost(*best, *group, totals)) best = &bin;
    for (const auto& [label, count] : group->classes) best->filled[label] += static_cast<double>(count);
    drawn.emplace_back(group, best->split);
  }
  return drawn;
}

std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3g %%", share * 100);
  return text;
}

std::string name_of(const SplitRequest& request) {
  if (request.folds > 1)
    return "Split by group: fold " + std::to_string(request.fold) + " of " + std::to_string(request.folds);
  return "Split by group: val " + percent(request.val) + (request.test > 0 ? ", test " + percent(request.test) : "");
}

void add_notes(SplitPlan& plan) {
  for (const SplitPlan::Row& row : plan.classes) {
    long all = 0;
    for (const long count : row.after) all += count;
    if (all > 0 && row.after[place_of(db::Split::Val)] == 0 && plan.images[place_of(db::Split::Val)] > 0)
      plan.notes.push_back("no image of " + row.name + " validates: it has too few groups");
  }
  if (plan.images[place_of(db::Split::Val)] == 0) plan.notes.emplace_back("nothing validates");
}

void add_notes(SplitPlan& plan, const LookAlikes& alike) {
  const std::string pairs = grouped(static_cast<std::int64_t>(alike.pairs.size())),
                    images = grouped(static_cast<std::int64_t>(alike.not_looked_at));
  if (!alike.pairs.empty())
    plan.notes.push_back(pairs + (alike.pairs.size() == 1 ? " pair" : " pairs") +
                         " of look-alikes that nobody has judged stay together (page Duplicates)");
  if (alike.not_looked_at > 0)
    plan.notes.push_back("what looks like " + images + (alike.not_looked_at == 1 ? " image" : " images") +
                         " is not known: nevus quality measures them");
}

}  // namespace

LookAlikes look_alikes(const db::Reader& from, std::stop_token stop) {
  const DuplicateReport found = find_duplicates(from, {.stop = std::move(stop)});
  LookAlikes alike{{}, found.without_look};
  for (const DuplicatePair& pair : found.pairs)
    if (pair.shelf == Shelf::LookAlike) alike.pairs.emplace_back(pair.a, pair.b);  // one lesion is together anyway
  return alike;
}

SplitPlan plan_split(const db::Readable& from, const SplitRequest& request) {
  check(request);
  const db::Reader::Snapshot snapshot(from);
  const std::vector<db::Image> images = db::images(from);
  std::vector<Group> groups = groups_of(images, request.look_alikes);
  if (std::ranges::none_of(groups, [](const Group& group) { return group.labelled > 0; }))
    refuse_split("no image has a label; label or import some first");
  SplitPlan plan{.name = name_of(request)};
  LeakScan leaks;
  for (const db::Image& image : images) leaks.add(image);
  plan.leaks_before = leaks.report();
  std::map<ClassId, std::size_t> rows;
  for (const db::Class& known : db::classes(from)) {
    rows[known.id] = plan.classes.size();
    plan.classes.push_back({known.name, {}, {}});
  }
  for (const auto& [group, split] : draw(groups, request)) {
    if (group->labelled > 0) ++plan.groups[place_of(split)];
    for (const std::size_t row : group->rows) {
      const db::Image& image = images[row];
      if (image.split != split) plan.moves.push_back({image.id, image.split, split});
      if (!image.label) continue;
      ++plan.images[place_of(split)];
      SplitPlan::Row& of_class = plan.classes[rows.at(*image.label)];
      ++of_class.before[place_of(image.split)];
      ++of_class.after[place_of(split)];
    }
  }
  std::erase_if(plan.classes, [](const SplitPlan::Row& row) { return row.before == std::array<long, 4>{}; });
  std::ranges::sort(plan.moves, {}, &SplitPlan::Move::image);
  add_notes(plan);
  add_notes(plan, request.look_alikes);
  return plan;
}

std::string describe(const SplitPlan& plan) {
  std::string text = plan.name + ": " + grouped(static_cast<std::int64_t>(plan.moves.size())) + " images move";
  char line[160];
  std::snprintf(line, sizeof line, "\n  %-20s %16s %16s %16s", "", "train", "val", "test");
  text += line;
  const auto cell = [](long before, long after) {
    return before == after ? grouped(after) : grouped(before) + " → " + grouped(after);
  };
  for (const SplitPlan::Row& row : plan.classes) {
    std::snprintf(line, sizeof line, "\n  %-20s", row.name.c_str());
    text += line;
    for (const db::Split split : {db::Split::Train, db::Split::Val, db::Split::Test}) {
      const std::string counts = cell(row.before[place_of(split)], row.after[place_of(split)]);
      const std::size_t wide = counts.find("→") == std::string::npos ? 16 : 18;  // the arrow is three bytes
      text.append(1 + (wide > counts.size() ? wide - counts.size() : 0), ' ').append(counts);
    }
  }
  text += "\n  groups: train " + grouped(plan.groups[place_of(db::Split::Train)]) + ", val " +
          grouped(plan.groups[place_of(db::Split::Val)]) + ", test " + grouped(plan.groups[place_of(db::Split::Test)]);
  if (plan.leaks_before.found()) text += "\n  ends the leak: " + describe(plan.leaks_before);
  for (const std::string& note : plan.notes) text += "\n  note: " + note;
  return text;
}

std::string summary(const SplitPlan& plan) {
  const auto count = [&plan](db::Split split) {
    const auto number = [](long all, const char* one) { return grouped(all) + one + (all == 1 ? "" : "s"); };
    return number(plan.images[place_of(split)], " image") + " of " + number(plan.groups[place_of(split)], " group");
  };
  std::string text = grouped(static_cast<std::int64_t>(plan.moves.size())) +
                     " images move. Training: " + count(db::Split::Train) + "; validation: " + count(db::Split::Val);
  if (plan.images[place_of(db::Split::Test)] > 0) text += "; test stays: " + count(db::Split::Test);
  text += ".";
  if (plan.leaks_before.found()) text += "\nEnds the leak: " + describe(plan.leaks_before) + ".";
  for (const std::string& note : plan.notes) text += "\nNote: " + note + ".";
  return text;
}

Json split_json(const SplitPlan& plan) {
  const auto by_split = [](const std::array<long, 4>& counts) {
    Json json;
    for (const db::Split split : {db::Split::Train, db::Split::Val, db::Split::Test})
      json[db::name_of(split)] = counts[place_of(split)];
    json["none"] = counts[place_of(db::Split::None)];
    return json;
  };
  Json json;
  json["name"] = plan.name;
  json["moved"] = plan.moves.size();
  json["images"] = by_split(plan.images);
  json["groups"] = by_split(plan.groups);
  json["classes"] = Json::array();
  for (const SplitPlan::Row& row : plan.classes)
    json["classes"].push_back({{"name", row.name}, {"before", by_split(row.before)}, {"after", by_split(row.after)}});
  json["leak_before"] = describe(plan.leaks_before);
  json["notes"] = plan.notes;
  return json;
}

void apply_split(db::Transaction& transaction, const SplitPlan& plan) {
  std::vector<db::Edit> edits;
  const auto json = [](db::Split split) { return Json{{"split", db::name_of(split)}}.dump(); };
  for (const SplitPlan::Move& move : plan.moves)
    edits.push_back({db::EditKind::Split, move.image, json(move.from), json(move.to)});
  db::apply_edits(transaction, edits, {.source = db::LabelSource::User, .reason = plan.name});
}

}  // namespace app
