#include "app/pages/inspect/second_picture.h"

#include <algorithm>
#include <cstddef>

#include "app/models/shown_epoch.h"
#include "app/workspace/model_store.h"

namespace app {
namespace {

std::string model_of(RunId run) { return "run:" + std::to_string(run); }

const RunRow* find_run(const std::vector<RunRow>& runs, RunId run) {
  const auto found = std::ranges::find(runs, run, &RunRow::id);
  return found == runs.end() ? nullptr : &*found;
}

}  // namespace

bool can_be_compared(const RunRow& run, std::string_view shown_model) {
  return run.best_epoch > 0 && model_of(run.id) != shown_model;
}

RunId run_to_compare(const std::vector<RunRow>& runs, std::string_view shown_model, RunId wanted) {
  const RunRow* chosen = find_run(runs, wanted);
  if (chosen != nullptr && can_be_compared(*chosen, shown_model)) return wanted;
  const auto shown = std::ranges::find_if(runs, [&](const RunRow& run) { return model_of(run.id) == shown_model; });
  RunId newest = 0;
  for (const RunRow& run : runs) {
    if (!can_be_compared(run, shown_model)) continue;
    if (shown == runs.end() || run.groups_json == shown->groups_json) return run.id;
    if (newest == 0) newest = run.id;
  }
  return newest;
}

float threshold_of(const RunRow& run, const FocusedImage& as_it_sees) {
  return run.threshold ? static_cast<float>(*run.threshold) : as_it_sees.model_threshold;
}

int place_of_group(const FocusedImage& image, std::string_view group) {
  const auto found = std::ranges::find(image.probabilities, group, &ProbabilityView::group);
  return found == image.probabilities.end() ? -1 : static_cast<int>(found - image.probabilities.begin());
}

void SecondPicture::pin() {
  const Gallery& gallery = session_.models().gallery;
  const auto focus = gallery.focus();
  if (!focus) return;
  view_.pinned = gallery.table().id(*focus);
  view_.pinned_name = gallery.table().name(*focus);
  view_.with = CompareWith::Image;
}

// Of the same name it may have been calibrated since, or trained on.
void SecondPicture::use_model(const std::string& name, std::uint64_t version) {
  if (name.empty() || (name == model_ && version == model_version_)) return;
  model_ = name;
  model_version_ = version;
  Workspace& workspace = session_.workspace();
  loader_.set_model(name, [&workspace, name] { return find_model(&workspace, name); });
}

void SecondPicture::follow() {
  if (view_.with == CompareWith::None) {
    if (view_.other.image) loader_.close();
    return;
  }
  follow_other();
}

void SecondPicture::follow_other() {
  const Models& models = session_.models();
  const ImageTable& table = models.gallery.table();
  const auto id = view_.with == CompareWith::Image ? view_.pinned : models.image.image;
  const auto row = id ? table.row_of(*id) : std::nullopt;
  if (!row) return loader_.close();
  FocusedImage& other = view_.other;
  other.file_name = table.name(*row);
  other.class_index = table.class_index(*row);
  other.true_group = models.gallery.group(*row);
  other.heat.style = models.image.heat.style;
  other.heat.visible = models.image.heat.visible;
  const RunRow* run = nullptr;
  if (view_.with == CompareWith::Run) {
    view_.run = run_to_compare(models.run.runs, models.image.model_name, view_.run);
    run = find_run(models.run.runs, view_.run);
  }
  use_model(run != nullptr ? model_of(run->id) : models.image.model_name, models.image.model_version);
  loader_.set_threshold(run != nullptr ? threshold_of(*run, other) : models.image.threshold);
  if (other.image != id) loader_.open(*id, table.path(*row));  // one that failed is not tried again in every frame
  say_shown_epoch(models.gallery, models.run, run != nullptr ? std::nullopt : row, other);
  if (run != nullptr && !other.model_epoch.empty())
    other.model_epoch = run->name + ", epoch " + std::to_string(run->best_epoch);
  follow_evidence();
}

// By name: what is the second of the groups of one run may be any of those of another.
std::string SecondPicture::evidence_wanted() const {
  const FocusedImage& first = session_.models().image;
  if (view_.with != CompareWith::Class) return first.evidence_group();
  const auto place = static_cast<std::size_t>(view_.group);
  return view_.group >= 0 && place < first.probabilities.size() ? first.probabilities[place].group : "";
}

void SecondPicture::follow_evidence() {
  const FocusedImage& other = view_.other;
  const std::string wanted = evidence_wanted();
  if (wanted.empty() || other.probabilities.empty()) return;
  if (const int place = place_of_group(other, wanted); place != other.heat.asked) loader_.explain(place);
}

}  // namespace app
