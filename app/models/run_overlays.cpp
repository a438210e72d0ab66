#include "app/models/run_overlays.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace app {

RunOverlays::RunOverlays(Workspace& workspace, JobLane& reading, Inbox& inbox, const Gallery& gallery, RunView& view)
    : reading_(reading),
      inbox_(inbox),
      gallery_(gallery),
      view_(view),
      reader_(std::make_shared<LaneReader>(workspace)) {}

void RunOverlays::set(RunId run, bool on) {
  const auto known = std::ranges::find(wanted_, run);
  if (on == (known != wanted_.end())) return;
  if (!on) {
    wanted_.erase(known);
    const auto shown = std::ranges::find(view_.overlays, run, &RunOverlay::run);
    if (shown == view_.overlays.end()) return;
    judges_.erase(judges_.begin() + (shown - view_.overlays.begin()));
    view_.overlays.erase(shown);
    return;
  }
  wanted_.push_back(run);
  read(run);
}

void RunOverlays::runs_changed(const std::vector<RunId>& runs) {
  for (const RunId run : wanted_)
    if (std::ranges::find(runs, run) != runs.end()) read(run);
}

void RunOverlays::read(RunId run) {
  std::vector<ImageId> ids(gallery_.table().size());
  for (Row row = 0; row < ids.size(); ++row) ids[row] = gallery_.table().id(row);
  reading_.post(
      [this, reader = reader_, run, ids = std::move(ids)](const std::stop_token&) {
        auto details = std::make_shared<const std::optional<RunDetails>>(
            read_run(reader->workspace(), reader->get(), run, ids, nullptr));
        inbox_.post("Showing a run on the charts", [this, details] {
          if (*details) take(**details);
        });
      },
      [this](const std::string& why) {
        inbox_.post("Reading a run for the charts", [why] { throw std::runtime_error(why); });
      });
}

// It may have been taken off again meanwhile. One that is there already stays in its place, and so in its colour.
void RunOverlays::take(const RunDetails& details) {
  if (std::ranges::find(wanted_, details.run) == wanted_.end()) return;
  if (details.deleted) return set(details.run, false);
  RunOverlay overlay{.run = details.run, .name = details.name, .epochs = details.epochs, .roc = {}, .auc = {}};
  overlay.best_epoch = details.scores ? details.scores->best_epoch : 0;
  if (details.scores) overlay.question = question_of(*details.scores);
  const auto known = std::ranges::find(view_.overlays, details.run, &RunOverlay::run);
  const auto place = static_cast<std::size_t>(known - view_.overlays.begin());
  if (known == view_.overlays.end()) {
    view_.overlays.emplace_back();
    judges_.emplace_back();
  }
  judges_[place] = std::make_unique<SplitJudge>(Split::Val);
  if (details.scores) judges_[place]->show(details.scores, overlay.best_epoch, gallery_.table());
  view_.overlays[place] = std::move(overlay);
  fill(place);
}

void RunOverlays::fill(std::size_t place) {
  RunOverlay& overlay = view_.overlays[place];
  overlay.roc.clear();
  overlay.auc.reset();
  const Evaluation* evaluation = judges_[place]->evaluation(0.5, kCurvePoints);
  if (evaluation == nullptr) return;
  overlay.auc = evaluation->metrics[Metric::Auc];
  for (const ml::RocPoint& point : evaluation->roc)
    overlay.roc.push_back(
        {static_cast<float>(point.fpr), static_cast<float>(point.tpr), static_cast<float>(point.threshold)});
}

void RunOverlays::follow(const Change& change) {
  for (std::size_t place = 0; place < judges_.size(); ++place) {
    judges_[place]->follow(gallery_.table(), change);
    fill(place);
  }
}

}  // namespace app
