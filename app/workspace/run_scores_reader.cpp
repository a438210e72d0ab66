#include "app/workspace/run_scores_reader.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>

#include "app/workspace/fit_at_hand.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_groups.h"
#include "app/workspace/run_leak.h"
#include "db/edits.h"
#include "db/runs.h"

namespace app {
namespace {

std::optional<Row> row_of(const std::vector<ImageId>& ids, ImageId image) {
  const auto found = std::ranges::lower_bound(ids, image);
  if (found == ids.end() || *found != image) return std::nullopt;
  return static_cast<Row>(found - ids.begin());
}

// Known images only, by row.
std::shared_ptr<const ScoreSet> score_set(const db::Prediction& stored, const std::vector<ImageId>& ids,
                                          const ml::FittedCalibration* shown_through) {
  std::vector<std::pair<Row, std::size_t>> known;
  for (std::size_t i = 0; i < stored.images.size(); ++i) {
    if (const auto row = row_of(ids, stored.images[i])) known.emplace_back(*row, i);
  }
  std::ranges::sort(known);
  const auto groups = static_cast<std::size_t>(stored.groups);
  std::vector<Row> rows;
  std::vector<float> given;
  rows.reserve(known.size());
  given.reserve(known.size() * groups);
  for (const auto& [row, place] : known) {
    rows.push_back(row);
    const auto from = stored.probabilities.begin() + static_cast<std::ptrdiff_t>(place * groups);
    given.insert(given.end(), from, from + static_cast<std::ptrdiff_t>(groups));
  }
  return make_score_set(stored.groups, std::move(rows), std::move(given), shown_through, stored.views);
}

// Looks through every image, so what was found for this state of the set stays while a run is watched.
void read_leak(RunScores& scores, const db::Reader& from, const db::Run& run, const std::vector<ImageId>& ids,
               const RunScores* before) {
  scores.edit_revision = db::edit_revision(from);
  if (before != nullptr && before->run == run.id && before->edit_revision == scores.edit_revision) {
    scores.leaking = before->leaking;
    scores.learnt = before->learnt;
    return;
  }
  const RunLeak leak = leak_of_split(from, run, db::Split::Val);  // labels may change while it is shown
  for (const ImageId image : leak.images)
    if (const auto row = row_of(ids, image)) scores.leaking.push_back(*row);
  for (const ImageId image : leak.themselves)
    if (const auto row = row_of(ids, image)) scores.learnt.push_back(*row);
}

// Reads through the log of labels, so what was found for a fit stays while the run is shown.
void read_fit(RunScores& scores, const db::Reader& from, const db::Run& run, const std::vector<ImageId>& ids,
              const RunScores* before) {
  const RunCalibration calibration = calibration_of(run);
  if (!calibration.applied()) return;
  scores.calibration = *calibration.applied();
  scores.fitted_on = fitted_on(calibration);
  const bool known = before != nullptr && before->run == run.id && before->fitted_on == scores.fitted_on &&
                     before->groups_of_fit && before->groups_of_fit->size() == ids.size();
  if (known) {
    scores.groups_of_fit = before->groups_of_fit;
    return;
  }
  const auto at_fit = groups_of_fit(from, run, scores.fitted_on);
  if (at_fit.empty()) return;
  std::vector<std::int16_t> groups(ids.size(), -1);
  for (const auto& [image, group] : at_fit)
    if (const auto row = row_of(ids, image)) groups[*row] = static_cast<std::int16_t>(group);
  scores.groups_of_fit = std::make_shared<const std::vector<std::int16_t>>(std::move(groups));
}

// Where reading has to begin: what was read before stays, but for the last epoch.
int keep_earlier(RunScores& scores, const RunScores& before) {
  if (before.epochs.empty() || before.groups != scores.groups || before.calibration != scores.calibration) return 1;
  const int last = before.epochs.rbegin()->first;
  for (const auto& [epoch, sets] : before.epochs) {
    if (epoch < last) scores.epochs[epoch] = sets;
  }
  return last;
}

void read_epochs(RunScores& scores, const db::Reader& from, const std::vector<ImageId>& ids, int first) {
  for (const auto& [split, shown] :
       {std::pair{db::Split::Train, Split::Train}, {db::Split::Val, Split::Val}, {db::Split::None, Split::None}}) {
    for (const int epoch : db::predicted_epochs(from, scores.run, split)) {
      const auto known = scores.epochs.find(epoch);
      if (epoch < first && known != scores.epochs.end() && known->second.by_split[static_cast<std::size_t>(shown)])
        continue;
      const auto stored = db::prediction(from, scores.run, epoch, split);
      if (!stored) continue;
      if (static_cast<std::size_t>(stored->groups) != scores.groups.size())
        throw std::runtime_error("its predictions are of " + std::to_string(stored->groups) + " groups and it has " +
                                 std::to_string(scores.groups.size()));
      scores.epochs[epoch].by_split[static_cast<std::size_t>(shown)] =
          score_set(*stored, ids, scores.calibration ? &*scores.calibration : nullptr);
    }
  }
}

}  // namespace

std::shared_ptr<const RunScores> read_run_scores(const db::Reader& from, RunId id, const std::vector<ImageId>& ids,
                                                 const std::shared_ptr<const RunScores>& before) {
  const db::Reader::Snapshot snapshot(from);
  auto scores = std::make_shared<RunScores>();
  scores->run = id;
  try {
    const auto run = db::run(from, id);
    if (!run) throw std::runtime_error("the workspace has no run " + std::to_string(id));
    scores->name = run->name;
    scores->target = run->target;
    RunGroups groups = groups_of_run(*run);
    scores->groups = std::move(groups.names);
    scores->group_of_class = std::move(groups.group_of_class);
    read_leak(*scores, from, *run, ids, before.get());
    read_fit(*scores, from, *run, ids, before.get());
    if (const auto best = db::best_checkpoint(from, id)) scores->best_epoch = best->epoch;
    read_epochs(*scores, from, ids, before ? keep_earlier(*scores, *before) : 1);
  } catch (const std::exception& error) {
    scores->epochs.clear();
    scores->problem = error.what();
  }
  return scores;
}

}  // namespace app
