#include "app/table/verdict.h"

#include <cmath>

namespace app {
namespace {

std::string class_of(const Gallery& gallery, Row row) {
  const int index = gallery.table().class_index(row);
  return index < 0 ? "unlabelled"
                   : "labelled " + gallery.table().class_list().classes[static_cast<std::size_t>(index)].name;
}

const char* kind_of(int true_group, int predicted) {
  if (true_group == predicted) return true_group == 1 ? "a true positive" : "a true negative";
  return true_group == 1 ? "a false negative" : "a false positive";
}

std::string outcome_of(const Gallery& gallery, Row row, int predicted) {
  const int truth = gallery.group(row);
  const TargetFacts& target = *gallery.target();
  if (truth < 0) return gallery.table().class_index(row) < 0 ? "" : "whose class is not part of " + target.name;
  if (target.groups.size() == 2) return kind_of(truth, predicted);
  return truth == predicted ? "right" : "wrong";
}

}  // namespace

VerdictParts verdict_parts(const Gallery& gallery, Row row) {
  const std::string label = class_of(gallery, row);
  if (!gallery.has_verdict(row)) return {label, "no prediction", ""};
  const int predicted = gallery.predictions().predicted(row);
  const std::string group = gallery.target()->groups[static_cast<std::size_t>(predicted)];
  const long percent = std::lround(100 * static_cast<double>(gallery.predictions().confidence(row)));
  return {label, "predicted " + group + " " + std::to_string(percent) + " %", outcome_of(gallery, row, predicted)};
}

std::string verdict_of(const Gallery& gallery, Row row) {
  const VerdictParts parts = verdict_parts(gallery, row);
  const char* joint = gallery.group(row) < 0 ? ", " : ": ";
  return parts.label + ", " + parts.prediction + (parts.outcome.empty() ? "" : joint + parts.outcome);
}

std::string why_incomparable(const Gallery& gallery) {
  const RunScores* run = gallery.predictions().run();
  if (run == nullptr || gallery.query().comparable()) return "";
  return run->name + " predicts " + run->target + ", and its groups are not those of the target that is shown";
}

std::string target_to_show(const Gallery& gallery) {
  const RunScores* run = gallery.predictions().run();
  const bool other = run != nullptr && !gallery.query().comparable() &&
                     gallery.table().class_list().target_named(run->target) != nullptr;
  return other ? run->target : "";
}

std::string title_of(const GroupPair& pair, const TargetFacts& target) {
  if (target.groups.size() == 2)
    return std::string(pair.true_group == pair.predicted_group ? "true" : "false") +
           (pair.predicted_group == 1 ? " positives" : " negatives");
  const auto name = [&target](int group) {
    return group >= 0 && group < static_cast<int>(target.groups.size()) ? target.groups[static_cast<std::size_t>(group)]
                                                                        : std::string("?");
  };
  if (pair.true_group == pair.predicted_group) return name(pair.true_group) + " predicted as such";
  return name(pair.true_group) + " predicted " + name(pair.predicted_group);
}

}  // namespace app
