#include "app/workspace/lessons.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <initializer_list>
#include <random>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "app/workspace/lesson_set.h"
#include "ml/metrics/confusion.h"
#include "ml/metrics/ranking.h"

namespace app {
namespace {

constexpr std::array kLessons = {
    Lesson{"precision",
           "The accuracy that was precision",
           "A report says: 90 % accuracy. It is another number: of those called malignant, nearly all are. Here a "
           "model is "
           "trained and its threshold put so high that it calls almost nothing malignant; then accuracy, precision and "
           "sensitivity stand side by side.",
           "In Train, drag the threshold to 0.95 and read accuracy, precision and sensitivity together.",
           {"precision at the strict threshold", "accuracy at the strict threshold",
            "sensitivity at the strict threshold", "accuracy at 0.5", "sensitivity at 0.5"}},
    Lesson{"leak",
           "A split that leaks",
           "Each lesion was photographed four times, and a third of the lesions have a wrong label, as sets have. Once "
           "the "
           "photographs are split at random, so that a lesion's twin may be among the training images; once by lesion.",
           "The chip in the header says whether your splits leak; Edit, Split by group ends it.",
           {"AUC on other photographs of the training lesions", "AUC on other lesions"}},
    Lesson{
        "threshold",
        "A threshold tuned on test",
        "From 24 test images the threshold with the best accuracy is chosen, and that accuracy is reported. The same "
        "threshold is then used on images it was not chosen on. Done 200 times, because once proves nothing.",
        "Choose the threshold on validation; `nevus eval --split test` counts each look at the test images.",
        {"accuracy reported, mean of 200", "accuracy on other images, same thresholds", "too good by"}},
    Lesson{
        "source",
        "A model that learned the camera",
        "Nine of ten lesions that are written down as melanomas come from a clinic whose camera gives bluish, "
        "dark-cornered pictures, nine of ten moles from another; a third are written down wrongly. Validation has the "
        "same mixture. Then every picture comes from one clinic.",
        "In Errors, compare the sources; in Inspect, see whether the heat lies in the corners.",
        {"AUC on validation with the same mixture", "AUC without the other camera",
         "AUC with the other camera on the moles instead",
         "AUC without the other camera, had it never been trained on"}},
    Lesson{"ruler",
           "A shortcut: the ruler",
           "Doctors lay a ruler beside what worries them: it is in nine of ten pictures that they call melanomas and "
           "in one "
           "of ten that they call moles, and they are wrong about a third. Then lesions are shown without a ruler, and "
           "with it beside the moles.",
           "In Inspect, M shows the lesion's outline: how much of the evidence lies on it?",
           {"AUC on validation with the same mixture", "AUC without the ruler",
            "AUC with the ruler on the moles instead", "AUC without the ruler, had it never been trained on"}}};

std::vector<LessonNumber> numbered(std::string_view lesson, std::initializer_list<double> values) {
  const auto& names = std::ranges::find(kLessons, lesson, &Lesson::name)->numbers;
  std::vector<LessonNumber> numbers;
  for (const double value : values) numbers.push_back({std::string(names[numbers.size()]), value});
  return numbers;
}

struct Bench {
  LessonSet set;
  LessonRequest request;
  const OnProgress& on_progress;
  const std::stop_token& stop;
  int drawn = 0;

  int count(int usual) const { return request.images > 0 ? request.images : usual; }
  FeatureRows draw(std::uint64_t part, LessonDraw wanted) {
    wanted.seed = request.seed * 1000 + part;
    FeatureRows rows = set.draw(wanted, on_progress, stop);
    if (rows.size() == 0) throw std::runtime_error("working a lesson out: it was stopped");
    drawn += static_cast<int>(rows.size());
    return rows;
  }
};

// As sets have: of every three lesions one is taken for the other kind.
constexpr double kWrongShare = 1.0 / 3;

double auc(const FeatureRows& rows, const LogisticModel& model) {
  return ml::roc_auc(rows.labels, model.scores(rows)).value_or(0.5);
}

double accuracy_at(std::span<const int> labels, std::span<const float> scores, double threshold) {
  return ml::binary_metrics_at(labels, scores, threshold).accuracy.value_or(0);
}

std::string text_of(const char* format, double a, double b, double c = 0) {
  char text[400];
  std::snprintf(text, sizeof text, format, a, b, c);
  return text;
}

// The threshold that calls one malignant image in eight positive, which is as strict as such reports are.
LessonResult precision_lesson(Bench& bench) {
  const LogisticModel model(bench.draw(1, {.lesions = bench.count(100)}));
  const FeatureRows judged = bench.draw(2, {.lesions = bench.count(160)});
  const std::vector<float> scores = model.scores(judged);
  std::vector<float> malignant;
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (judged.labels[i] == 1) malignant.push_back(scores[i]);
  std::ranges::sort(malignant, std::greater{});
  const double strict = static_cast<double>(malignant[malignant.size() / 8]);
  const ml::BinaryMetrics usual = ml::binary_metrics_at(judged.labels, scores, 0.5),
                          high = ml::binary_metrics_at(judged.labels, scores, strict);
  LessonResult result;
  result.numbers =
      numbered("precision", {high.precision.value_or(0), high.accuracy.value_or(0), high.recall.value_or(0),
                             usual.accuracy.value_or(0), usual.recall.value_or(0)});
  result.conclusion = text_of(
      "Whoever reports %.0f %% for it reports the precision; the accuracy is %.0f %%, and %.0f %% of the melanomas are "
      "missed.",
      100 * high.precision.value_or(0), 100 * high.accuracy.value_or(0), 100 * (1 - high.recall.value_or(0)));
  return result;
}

LessonResult leak_lesson(Bench& bench) {
  constexpr int kPhotographs = 4;
  const FeatureRows rows =
      bench.draw(1, {.lesions = bench.count(48), .photographs = kPhotographs, .wrong_share = kWrongShare});
  std::vector<std::size_t> seen, twin, other;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool held_out = rows.lesions[i] % 8 >= 5;  // lesions that the honest split keeps away
    if (held_out)
      other.push_back(i);
    else
      (i % kPhotographs == 0 ? twin : seen).push_back(i);
  }
  const LogisticModel model(rows.only(seen));
  const double leaking = auc(rows.only(twin), model), honest = auc(rows.only(other), model);
  LessonResult result;
  result.numbers = numbered("leak", {leaking, honest});
  result.conclusion =
      leaking > honest + 0.02
          ? text_of(
                "The leak is worth %.2f of AUC: the model remembers lesions, wrong labels and all. %.2f is what it "
                "can do.",
                leaking - honest, honest)
          : text_of(
                "With these images the leak changes the AUC by %.2f only (%.2f without it); try another seed, and "
                "never rely on it.",
                leaking - honest, honest);
  return result;
}

LessonResult threshold_lesson(Bench& bench) {
  constexpr int kTimes = 200, kTest = 24;
  const LogisticModel model(bench.draw(1, {.lesions = bench.count(80), .wrong_share = kWrongShare}));
  const FeatureRows pool = bench.draw(2, {.lesions = bench.count(160), .wrong_share = kWrongShare});
  const std::vector<float> scores = model.scores(pool);
  std::mt19937_64 random(bench.request.seed);
  double tuned = 0, fresh = 0;
  std::vector<std::size_t> order(pool.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (int time = 0; time < kTimes; ++time) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    std::array<std::vector<int>, 2> labels;
    std::array<std::vector<float>, 2> said;
    for (std::size_t i = 0; i < order.size(); ++i) {
      labels[i < kTest ? 0 : 1].push_back(pool.labels[order[i]]);
      said[i < kTest ? 0 : 1].push_back(scores[order[i]]);
    }
    double best = -1, threshold = 0.5;
    for (const float candidate : said[0]) {
      const double accuracy = accuracy_at(labels[0], said[0], static_cast<double>(candidate));
      if (accuracy > best) std::tie(best, threshold) = std::pair(accuracy, static_cast<double>(candidate));
    }
    tuned += best / kTimes;
    fresh += accuracy_at(labels[1], said[1], threshold) / kTimes;
  }
  LessonResult result;
  result.numbers = numbered("threshold", {tuned, fresh, tuned - fresh});
  result.conclusion = text_of("Tuning on 24 test images made the report %.0f points too good (%.0f %% for %.0f %%).",
                              100 * (tuned - fresh), 100 * tuned, 100 * fresh);
  return result;
}

// `mostly` lies on nine of ten melanomas and one of ten moles, `never` the other way round.
LessonResult shortcut_lesson(Bench& bench, void (*lay)(engine::Image&), std::string_view lesson) {
  const auto mixture = [lay](engine::Image& picture, int label, double random) {
    if (random < (label == 1 ? 0.9 : 0.1)) lay(picture);
  };
  const auto turned = [lay](engine::Image& picture, int label, double random) {
    if (random < (label == 1 ? 0.1 : 0.9)) lay(picture);
  };
  const int judged = bench.count(80);
  const auto draw = [&bench](std::uint64_t part, int lesions, Overlay overlay) {
    return bench.draw(part, {.lesions = lesions, .wrong_share = kWrongShare, .overlay = std::move(overlay)});
  };
  const LogisticModel model(draw(1, bench.count(120), mixture));
  const LogisticModel plain(draw(1, bench.count(120), {}));
  const double alike = auc(draw(2, judged, mixture), model);
  const FeatureRows without = draw(3, judged, {});
  const double none = auc(without, model), clean = auc(without, plain);
  const double other = auc(draw(4, judged, turned), model);
  LessonResult result;
  result.numbers = numbered(lesson, {alike, none, other, clean});
  result.conclusion =
      alike > other + 0.05
          ? text_of(
                "Validation says %.2f. Where the mixture is another it is %.2f: what was learned is the shortcut, and "
                "validation with the same mixture cannot tell.",
                alike, other)
          : text_of("With these images the shortcut was hardly learned (%.2f and %.2f); try another seed.", alike,
                    other);
  return result;
}

}  // namespace

std::span<const Lesson> lessons() { return kLessons; }

LessonResult work_out(std::size_t lesson, const LessonRequest& request, const OnProgress& on_progress,
                      const std::stop_token& stop) {
  if (lesson >= kLessons.size()) throw std::logic_error("working a lesson out: there is none with this number");
  Bench bench{LessonSet{}, request, on_progress, stop, 0};
  const std::string_view name = kLessons[lesson].name;
  LessonResult result = name == "precision"   ? precision_lesson(bench)
                        : name == "leak"      ? leak_lesson(bench)
                        : name == "threshold" ? threshold_lesson(bench)
                        : name == "source"    ? shortcut_lesson(bench, tint_as_other_camera, name)
                                              : shortcut_lesson(bench, lay_ruler, name);
  result.images = bench.drawn;
  result.seed = request.seed;
  return result;
}

}  // namespace app
