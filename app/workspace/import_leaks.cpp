#include "app/workspace/import_leaks.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include "app/core/number_text.h"

namespace app {
namespace {

using Key = std::string StandingImage::*;

// Says how many images of a group stand in each split: "HAM_12: 2 train, 1 val".
std::string text_of(const std::string& group, const SplitCounts& counts) {
  std::string text;
  for (const db::Split split : {db::Split::Train, db::Split::Val, db::Split::Test}) {
    if (const long images = counts[static_cast<std::size_t>(split)]; images > 0)
      text += (text.empty() ? ": " : ", ") + std::to_string(images) + " " + db::name_of(split);
  }
  return group + text;
}

bool touches_groups(const Conflict& conflict) {
  switch (conflict.kind) {
    case ConflictKind::Split:
    case ConflictKind::Content:
    case ConflictKind::Removed: return true;
    case ConflictKind::Metadata: return conflict.field == "lesion_id" || conflict.field == "patient_id";
    case ConflictKind::Label: break;
  }
  return false;
}

std::size_t subject_item(const ImportPlan& plan, const Conflict& conflict) {
  const PlannedImage& image = plan.images[conflict.item];
  return image.what == Planned::Repeat ? image.first : conflict.item;
}

// The image here that a conflict is about; 0: it is one that the import adds.
db::ImageId standing_id(const ImportPlan& plan, const Conflict& conflict) {
  const db::ImageId displaced = plan.images[conflict.item].displaced;
  if (conflict.kind == ConflictKind::Content && displaced != 0) return displaced;
  return plan.images[subject_item(plan, conflict)].known;
}

// An image before and after the import; before: nothing, where it comes into the set.
struct Move {
  std::optional<StandingImage> before;
  StandingImage after;
};

// The images that change their place, or come to one.
class Moves {
 public:
  Moves(const ImportPlan& plan, const ImportChoices& choices)
      : plan_(plan), replaces_(choices.updates(ConflictKind::Content)) {
    for (std::size_t i = 0; i < plan.images.size(); ++i) {
      const ImportItem& item = plan.source.items[i];
      if (plan.images[i].is_added()) added_[i] = {{}, {plan.images[i].split, item.lesion_id, item.patient_id}};
    }
    for (const Conflict& conflict : plan.conflicts)  // in the order in which they are written
      if (choices.applies(conflict) && touches_groups(conflict)) follow(conflict);
  }

  template <class Visit>
  void each(const Visit& visit) const {
    for (const auto& [item, move] : added_) visit(move);
    for (const auto& [id, move] : standing_) visit(move);
  }

 private:
  Move* move_of(const Conflict& conflict) {
    const std::size_t item = subject_item(plan_, conflict);
    if (const auto added = added_.find(item); added != added_.end() && !goes_out(conflict)) return &added->second;
    const auto stands = plan_.ground.images.find(standing_id(plan_, conflict));
    if (stands == plan_.ground.images.end()) return nullptr;
    Move move{stands->second, stands->second};
    if (conflict.kind == ConflictKind::Removed) move.before.reset();
    return &standing_.try_emplace(stands->first, std::move(move)).first->second;
  }

  void follow(const Conflict& conflict) {
    if (!replaces_ && plan_.images[subject_item(plan_, conflict)].what == Planned::Changed) return;
    Move* move = move_of(conflict);
    if (move == nullptr) return;
    if (goes_out(conflict)) {
      move->after = {};
      return;
    }
    StandingImage& after = move->after;  // of a new content: that of its place, but for what is chosen
    if (conflict.kind == ConflictKind::Split)
      after.split = db::split_named(conflict.after).value_or(after.split);
    else if (conflict.kind == ConflictKind::Metadata)
      (conflict.field == "lesion_id" ? after.lesion : after.patient) = conflict.after;
  }

  // Its file holds what is another image.
  bool goes_out(const Conflict& conflict) const {
    return conflict.kind == ConflictKind::Content && plan_.images[conflict.item].displaced != 0;
  }

  const ImportPlan& plan_;
  bool replaces_;
  std::map<std::size_t, Move> added_;
  std::map<db::ImageId, Move> standing_;
};

std::optional<PlannedLeak> leak_of(const std::string& kind, const Moves& moves,
                                   const std::map<std::string, SplitCounts>& standing, Key key) {
  std::map<std::string, SplitCounts> groups;
  std::set<std::string> gained;
  const auto count = [&](const StandingImage& image) -> long& {
    const auto stood = standing.find(image.*key);
    const auto group = groups.try_emplace(image.*key, stood == standing.end() ? SplitCounts{} : stood->second).first;
    return group->second[static_cast<std::size_t>(image.split)];
  };
  moves.each([&](const Move& move) {
    const StandingImage& after = move.after;
    if (move.before && (*move.before).*key == after.*key && move.before->split == after.split) return;
    if (move.before && !((*move.before).*key).empty()) --count(*move.before);
    if ((after.*key).empty()) return;
    ++count(after);
    gained.insert(after.*key);
  });
  PlannedLeak leak{kind, 0, 0, {}};
  for (const std::string& group : gained) {
    const SplitCounts& counts = groups.at(group);
    const auto sides = std::count_if(counts.begin() + 1, counts.end(), [](long images) { return images > 0; });
    if (sides < 2) continue;
    ++leak.groups;
    leak.images += std::accumulate(counts.begin() + 1, counts.end(), 0L);
    if (leak.examples.size() < kExamples) leak.examples.push_back(text_of(group, counts));
  }
  if (leak.groups == 0) return std::nullopt;
  return leak;
}

}  // namespace

LeakGround leak_ground(const ImportPlan& plan, const Standing& here) {
  LeakGround ground;
  const auto know = [&](const std::string& lesion, const std::string& patient) {
    if (!lesion.empty()) ground.lesions.try_emplace(lesion, here.splits_of_lesion(lesion));
    if (!patient.empty()) ground.patients.try_emplace(patient, here.splits_of_patient(patient));
  };
  for (std::size_t i = 0; i < plan.images.size(); ++i)
    if (plan.images[i].is_added()) know(plan.source.items[i].lesion_id, plan.source.items[i].patient_id);
  for (const Conflict& conflict : plan.conflicts) {
    if (!touches_groups(conflict)) continue;
    const db::ImageId id = standing_id(plan, conflict);
    know(plan.source.items[conflict.item].lesion_id, plan.source.items[conflict.item].patient_id);
    if (id == 0 || ground.images.contains(id)) continue;
    const db::Image known = here.image(id);
    know(known.lesion_id, known.patient_id);
    ground.images.emplace(id, StandingImage{known.split, known.lesion_id, known.patient_id});
  }
  return ground;
}

std::vector<PlannedLeak> leaks_after(const ImportPlan& plan, const ImportChoices& choices) {
  const Moves moves(plan, choices);
  std::vector<PlannedLeak> leaks;
  if (auto leak = leak_of("lesion", moves, plan.ground.lesions, &StandingImage::lesion))
    leaks.push_back(std::move(*leak));
  if (auto leak = leak_of("patient", moves, plan.ground.patients, &StandingImage::patient))
    leaks.push_back(std::move(*leak));
  return leaks;
}

std::vector<std::string> leak_lines(const ImportPlan& plan, const ImportChoices& choices) {
  std::vector<std::string> lines;
  for (const PlannedLeak& leak : leaks_after(plan, choices)) {
    lines.push_back(counted(leak.groups, leak.kind + " stands", leak.kind + "s stand") +
                    " in more than one split, with " + counted(leak.images, "image", "images") +
                    ": what is measured there is too good");
    for (const std::string& example : leak.examples) lines.push_back("  " + example);
  }
  return lines;
}

}  // namespace app
