#include "app/pages/wall/wall_facts.h"

#include <limits>
#include <stdexcept>
#include <utility>

#include "app/widgets/format.h"
#include "db/last_decisions.h"

namespace app {

WallFacts::WallFacts(Session& session, JobLane& lane, Inbox& inbox, WallView& view)
    : session_(session),
      lane_(lane),
      inbox_(inbox),
      view_(view),
      reader_(std::make_shared<LaneReader>(session.workspace())) {}

// Of the run that the pages show, which is another than the one that trains.
std::string WallFacts::model_name() const {
  if (const RunScores* seen = session_.models().gallery.predictions().run())
    return seen->best_epoch > 0 ? "run:" + std::to_string(seen->run) : "";
  const RunView& run = session_.models().run;
  return run.run && run.best_epoch > 0 ? "run:" + std::to_string(*run.run) : "";
}

void WallFacts::want() {
  if (view_.kind == WallKind::Timeline) read_decisions();
  if (view_.kind != WallKind::Map) return;
  const bool grown = asked_images_ != session_.models().gallery.table().size() && view_.map.working.empty();
  if (!asked_ || asked_model_ != model_name() || grown) read_map(false);
  if (view_.map.kind == MapKind::Neighbours && kept_ && !asked_neighbours_ && view_.map.working.empty())
    place_neighbours();
}

void WallFacts::compute_features() { read_map(true); }

void WallFacts::stop() {
  lane_.cancel(job_);
  ++request_;
  end_map();
  if (view_.map.kind == MapKind::Neighbours && view_.map.neighbours.empty()) view_.map.kind = MapKind::Principal;
  asked_neighbours_ = !view_.map.neighbours.empty();
}

OnProgress WallFacts::told(std::uint64_t request) {
  return [this, request](const ProgressReport& report) {
    std::string text = report.what;
    if (report.total > 0)
      text += ", " + widgets::percent(static_cast<float>(report.done) / static_cast<float>(report.total));
    inbox_.post("Showing the progress of a map", [this, request, text] {
      if (request == request_ && !view_.map.working.empty()) view_.map.working = text;
    });
  };
}

void WallFacts::fail(std::uint64_t request, const std::string& why) {
  inbox_.post("Making a map", [this, request, why] {
    if (request != request_) return;
    view_.map.problem = why;
    end_map();
  });
}

void WallFacts::end_map() {
  view_.map.working.clear();
  view_.map.no_features = kept_ == nullptr;
  ++view_.facts_version;
}

std::vector<MapPoint> WallFacts::by_row(const std::vector<PlanePoint>& points) const {
  const ImageTable& table = session_.models().gallery.table();
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  std::vector<MapPoint> out(table.size(), {kNone, kNone});
  for (std::size_t i = 0; i < points.size(); ++i)
    if (const auto row = table.row_of(kept_->features.images[i])) out[*row] = {points[i][0], points[i][1]};
  return out;
}

void WallFacts::read_map(bool compute) {
  lane_.cancel(job_);
  asked_ = true;
  asked_neighbours_ = false;
  asked_model_ = model_name();
  asked_images_ = session_.models().gallery.table().size();
  kept_.reset();
  WallMapView fresh;
  fresh.kind = view_.map.kind;
  fresh.working = compute ? "Computing features" : "Reading features";
  view_.map = std::move(fresh);
  ++view_.facts_version;
  const std::uint64_t request = ++request_;
  job_ = lane_.post(
      [this, request, compute, reader = reader_, model = asked_model_](const std::stop_token& stop) {
        auto kept = std::make_shared<Kept>();
        kept->features = compute ? compute_map_features(reader->workspace(), reader->get(), model, told(request), stop)
                                 : read_map_features(reader->workspace(), reader->get(), model);
        kept->axes = principal_map(kept->features.features);
        inbox_.post("Showing a map", [this, request, kept] {
          if (request != request_) return;
          view_.map.working.clear();
          view_.map.no_features = kept->features.images.size() < 2;
          ++view_.facts_version;
          if (view_.map.no_features) return;
          kept_ = kept;
          view_.map.principal = by_row(kept->axes.points);
          const auto& explained = kept->axes.explained;
          view_.map.note =
              widgets::counted(static_cast<std::int64_t>(kept->features.images.size()), "image", "images") +
              "; the axes hold " + widgets::percent(static_cast<float>(explained[0])) + " and " +
              widgets::percent(static_cast<float>(explained[1])) + " of the variance";
        });
      },
      [this, request](const std::string& why) { fail(request, why); });
}

void WallFacts::place_neighbours() {
  asked_neighbours_ = true;
  view_.map.working = "Placing neighbours";
  const std::uint64_t request = ++request_;
  job_ = lane_.post(
      [this, request, kept = kept_](const std::stop_token& stop) {
        auto points = std::make_shared<const std::vector<PlanePoint>>(
            neighbour_map(kept->features.features, kept->axes, {.progress = told(request), .stop = stop}));
        inbox_.post("Showing a map", [this, request, points] {
          if (request != request_) return;
          view_.map.working.clear();
          if (points->empty()) return;
          view_.map.neighbours = by_row(*points);
          ++view_.facts_version;
        });
      },
      [this, request](const std::string& why) { fail(request, why); });
}

// Again whenever a label was decided; what was read before stays until then.
void WallFacts::read_decisions() {
  const std::int64_t revision = session_.models().gallery.table().label_revision();
  if (decisions_of_ == revision) return;
  decisions_of_ = revision;
  const std::uint64_t request = ++decisions_request_;
  lane_.post(
      [this, request, reader = reader_](const std::stop_token&) {
        auto all = std::make_shared<const std::vector<db::LastDecision>>(db::last_decisions(reader->get()));
        inbox_.post("Showing when labels were decided", [this, request, all] {
          if (request != decisions_request_) return;
          const ImageTable& table = session_.models().gallery.table();
          std::vector<DecisionTime> times(table.size());
          for (const db::LastDecision& one : *all)
            if (const auto row = table.row_of(one.image))
              times[*row] = {one.at_ms, one.source == db::LabelSource::Import};
          view_.decided = std::move(times);
          ++view_.facts_version;
        });
      },
      [this](const std::string& why) {
        inbox_.post("Reading when labels were decided", [why] { throw std::runtime_error(why); });
      });
}

}  // namespace app
