#include "app/workspace/risk_report.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <span>
#include <stdexcept>
#include <unordered_map>

#include "app/table/predictions.h"
#include "app/workspace/dataset.h"
#include "app/workspace/head_ensemble.h"
#include "app/workspace/prediction.h"
#include "ml/metrics/ensemble.h"
#include "ml/metrics/ranking.h"

namespace app {
namespace {

constexpr std::size_t kFew = 100;  // images: below, an area is a guess

struct Asked {
  PredictedSet set;
  std::vector<int> lesions;
};

const std::vector<float>& as_the_network_gave(const Scored& scored) {
  return scored.before_calibration.empty() ? scored.probabilities : scored.before_calibration;
}

RiskReport empty_report(const EvaluateOutcome& done) {
  RiskReport report;
  report.two_groups = done.scored.groups.size() == 2;
  report.threshold = report.network_threshold = done.evaluation.threshold;
  if (done.calibration && report.two_groups)
    report.network_threshold = ml::threshold_before(*done.calibration, report.threshold);
  return report;
}

// The images of the evaluation, with what the network makes of them.
Asked ask(const RiskSource& source, const ml::Model& model, const EvaluateOutcome& done, RiskReport& report,
          const OnProgress& progress) {
  const auto reader = source.images.make_reader();
  std::unordered_map<ImageId, std::size_t> row_of;
  for (std::size_t row = 0; row < done.images.size(); ++row) row_of[done.images[row]] = row;
  std::vector<db::Image> images;
  std::vector<std::size_t> rows;
  for (db::Image& image : db::images(*reader)) {
    const auto found = row_of.find(image.id);
    if (found == row_of.end()) continue;
    rows.push_back(found->second);
    images.push_back(std::move(image));
  }
  std::vector<std::size_t> all(images.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  Asked asked;
  asked.set =
      predict_images(model, ImageFiles(images, db::file_stamps(*reader)), all, source.images.features_folder(),
                     {.questions = {.views = source.questions.views}, .keep_features = true, .progress = progress});
  const std::vector<int> predicted = predicted_groups(done.scored, done.evaluation.threshold);
  const std::size_t groups = done.scored.groups.size();
  const std::vector<float>& given = as_the_network_gave(done.scored);
  asked.set.probabilities.clear();
  for (const std::size_t index : asked.set.indices) {
    const std::size_t row = rows[index];
    report.images.push_back(done.images[row]);
    report.wrong.push_back(predicted[row] == done.scored.labels[row] ? 0 : 1);
    asked.lesions.push_back(done.scored.lesions[row]);
    const auto answered = given.begin() + static_cast<std::ptrdiff_t>(row * groups);
    asked.set.probabilities.insert(asked.set.probabilities.end(), answered,
                                   answered + static_cast<std::ptrdiff_t>(groups));
  }
  report.views = asked.set.questions.views;
  return asked;
}

void rank(RankedDoubt& row, const RiskReport& report) {
  row.ranking = ml::risk_coverage(report.wrong, row.doubts);
  const std::vector<float> scores(row.doubts.begin(), row.doubts.end());
  row.finds_errors_auc = ml::roc_auc(report.wrong, scores);
}

void add_own_doubts(RiskReport& report, const ml::Model& model, const Asked& asked) {
  ml::HeadPredictor head(model);
  const auto familiarity = ml::familiarity_of(model);
  DoubtAsker asker(head, familiarity ? &*familiarity : nullptr, report.network_threshold);
  const std::size_t n = report.images.size(), groups = asked.set.probabilities.size() / n,
                    length = asked.set.features.size() / n;
  for (const DoubtInfo& info : doubt_list()) {
    RankedDoubt row{.name = std::string(info.name), .title = std::string(info.title), .doubt = info.id};
    try {
      for (std::size_t i = 0; i < n; ++i)
        row.doubts.push_back(asker.doubt(info.id, std::span(asked.set.probabilities).subspan(i * groups, groups),
                                         std::span(asked.set.features).subspan(i * length, length)));
      rank(row, report);
    } catch (const std::exception& error) {
      row.problem = error.what();
      row.doubts.clear();
    }
    report.doubts.push_back(std::move(row));
  }
}

std::vector<float> plain_views(const Asked& asked, std::size_t n) {
  const std::size_t all = asked.set.features.size() / n, plain = asked.set.feature_length;
  std::vector<float> features;
  for (std::size_t i = 0; i < n; ++i) {
    const auto first = asked.set.features.begin() + static_cast<std::ptrdiff_t>(i * all);
    features.insert(features.end(), first, first + static_cast<std::ptrdiff_t>(plain));
  }
  return features;
}

// The share of heads that decide otherwise than the mean of all.
std::vector<double> disagreement(const std::vector<float>& answers, const ml::EnsembleSummary& together, int heads,
                                 std::size_t groups, double threshold) {
  const auto decide = [&](std::span<const float> row) { return decide_group(row, threshold); };
  const std::size_t n = together.mutual_information.size();
  std::vector<double> shares(n);
  for (std::size_t i = 0; i < n; ++i) {
    const int of_all = decide(std::span(together.mean).subspan(i * groups, groups));
    for (std::size_t head = 0; head < static_cast<std::size_t>(heads); ++head)
      shares[i] += decide(std::span(answers).subspan((head * n + i) * groups, groups)) != of_all ? 1.0 / heads : 0;
  }
  return shares;
}

void add_head_doubts(RiskReport& report, const RiskSource& source, const Asked& asked, std::size_t groups,
                     const OnProgress& progress) {
  const std::string many = std::to_string(source.heads) + " heads";
  std::vector<RankedDoubt> rows = {{.name = "heads_entropy", .title = many + ", all doubt"},
                                   {.name = "heads_information", .title = many + ", mutual information"},
                                   {.name = "heads_disagreement", .title = many + ", share that decides otherwise"}};
  try {
    if (!source.run) throw std::runtime_error("heads are trained beside a run of the workspace, and this is a file");
    const HeadEnsemble ensemble =
        train_heads(source.home, *source.home.make_reader(), *source.run, source.heads, progress);
    report.head_seconds = ensemble.seconds;
    const std::size_t n = report.images.size();
    const std::vector<float> answers = ensemble.probabilities(plain_views(asked, n), n);
    const ml::EnsembleSummary together = ml::summarise_members(answers, source.heads, static_cast<int>(groups));
    for (std::size_t i = 0; i < n; ++i)
      rows[0].doubts.push_back(
          doubt_of_probabilities(std::span(together.mean).subspan(i * groups, groups), report.network_threshold));
    rows[1].doubts = together.mutual_information;
    rows[2].doubts = disagreement(answers, together, source.heads, groups, report.network_threshold);
    for (RankedDoubt& row : rows) rank(row, report);
  } catch (const std::exception& error) {
    for (RankedDoubt& row : rows) row.problem = error.what();
  }
  for (RankedDoubt& row : rows) report.doubts.push_back(std::move(row));
}

void compare_with_probability(RiskReport& report, const std::vector<int>& lesions, const KnownGroups& known) {
  const std::size_t groups = std::set<int>(lesions.begin(), lesions.end()).size();
  report.drawn = {drawn_unit(known, lesions.size(), groups), static_cast<std::int64_t>(groups), 0, groups > 1};
  for (std::size_t i = 1; i < report.doubts.size(); ++i) {
    RankedDoubt& row = report.doubts[i];
    if (!row.problem.empty()) continue;
    const auto found = ml::area_difference(report.wrong, report.doubts.front().doubts, row.doubts, lesions,
                                           {.draws = live_draws(lesions.size())});
    if (!found) continue;
    report.drawn.draws = std::max(report.drawn.draws, found->draws_used);
    report.drawn.settled = report.drawn.settled && found->settled;
    row.beside_probability = found;
  }
}

void add_notes(RiskReport& report) {
  const auto wrong = std::ranges::count(report.wrong, 1);
  const auto all = static_cast<std::ptrdiff_t>(report.wrong.size());
  if (wrong == 0) report.notes.emplace_back("nothing is answered wrongly, so no doubt can be judged");
  if (wrong == all) report.notes.emplace_back("everything is answered wrongly, so no doubt can be judged");
  if (report.images.size() < kFew)
    report.notes.push_back("only " + std::to_string(report.images.size()) +
                           " images: which doubt is best cannot be told, and the areas are guesses");
}

}  // namespace

const RankedDoubt& RiskReport::best() const {
  const RankedDoubt* best = &doubts.front();
  for (const RankedDoubt& row : doubts)
    if (row.doubt && row.problem.empty() && row.ranking.area < best->ranking.area) best = &row;
  return *best;
}

RiskReport risk_report(const RiskSource& source, const ml::Model& model, const EvaluateOutcome& done,
                       const OnProgress& progress) {
  RiskReport report = empty_report(done);
  const Asked asked = ask(source, model, done, report, progress);
  if (report.images.empty())
    throw std::runtime_error("measuring risk and coverage: not one of the images could be read");
  add_own_doubts(report, model, asked);
  if (source.heads > 0) add_head_doubts(report, source, asked, done.scored.groups.size(), progress);
  compare_with_probability(report, asked.lesions, done.scored.known);
  add_notes(report);
  return report;
}

RiskReport risk_of_probabilities(const EvaluateOutcome& done) {
  if (done.images.empty()) throw std::runtime_error("measuring risk and coverage: there is no image");
  RiskReport report = empty_report(done);
  report.images = done.images;
  report.views = done.views;
  const DoubtInfo& info = info_of(Doubt::Probability);
  RankedDoubt row{.name = std::string(info.name), .title = std::string(info.title), .doubt = info.id};
  const std::vector<int> predicted = predicted_groups(done.scored, done.evaluation.threshold);
  const std::span<const float> given = as_the_network_gave(done.scored);
  const std::size_t groups = done.scored.groups.size();
  for (std::size_t i = 0; i < predicted.size(); ++i) {
    report.wrong.push_back(predicted[i] == done.scored.labels[i] ? 0 : 1);
    row.doubts.push_back(doubt_of_probabilities(given.subspan(i * groups, groups), report.network_threshold));
  }
  rank(row, report);
  report.doubts.push_back(std::move(row));
  add_notes(report);
  return report;
}

}  // namespace app
