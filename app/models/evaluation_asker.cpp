#include "app/models/evaluation_asker.h"

#include <string>

namespace app {
namespace {

constexpr std::size_t kRankPoints = 600;

}  // namespace

EvaluationDetails evaluation_details(const LaterInput& input, double threshold) {
  EvaluationDetails details{.ready = true};
  const Judge judge(input.scores, input.truth);
  details.curves = rank_curves(judge, kRankPoints);
  details.intervals = metric_intervals(judge, threshold, lesion_numbers(input));
  return details;
}

void EvaluationAsker::ask(const std::shared_ptr<const LaterInput>& input, double threshold, EvaluationDetails& view) {
  if (!input->scores) return forget(view);
  if (input->state == state_ && threshold == threshold_) return;
  state_ = input->state;
  threshold_ = threshold;
  view.ready = false;
  const std::uint64_t question = ++*newest_;
  numbers_.post(
      [this, input, threshold, question, newest = newest_, &view](const std::stop_token&) {
        if (question != *newest) return;
        auto details = std::make_shared<EvaluationDetails>(evaluation_details(*input, threshold));
        inbox_.post("Showing the curves", [details, question, newest, &view] {
          if (question == *newest) view = std::move(*details);
        });
      },
      [this, question, newest = newest_, &view](const std::string& why) {
        inbox_.post("Computing the curves", [why, question, newest, &view] {
          if (question == *newest) view = {.ready = true, .problem = why, .curves = {}, .intervals = {}};
        });
      });
}

void EvaluationAsker::forget(EvaluationDetails& view) {
  ++*newest_;
  state_ = 0;
  threshold_ = -1;
  view = {};
}

}  // namespace app
