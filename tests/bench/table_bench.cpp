// What a key, a filter, an order, an epoch and a threshold cost in the image table alone, on made-up images.
//   table_bench --benchmark_filter=label
#include <benchmark/benchmark.h>

#include "app/table/error_analysis.h"
#include "app/table/gallery.h"
#include "app/table/split_judge.h"
#include "tests/table/generated.h"

namespace {
using app::Gallery;
using app::Row;
using app::Sort;
using app::SortKey;
using app::Split;

constexpr int kEpochs = 10;

struct Scene {
  explicit Scene(std::size_t images) {
    test::Generator generate(1);
    gallery.replace(app::ImageTable(test::three_classes()));
    app::TableNews news;
    for (std::size_t i = 0; i < images; ++i) {
      const auto id = static_cast<app::ImageId>(i + 1);
      app::ImageFacts facts;
      facts.id = id;
      facts.path =
          "/data/part" + std::to_string(i % 7) + "/ISIC_" + std::to_string(10'000'000 + (i * 7919) % images) + ".jpg";
      facts.sha256 = std::string(64, '1');
      facts.lesion_id = "HAM_" + std::to_string(1'000'000 + i * 3 / 4);
      facts.site = generate.below(2) == 0 ? "back" : "lower extremity";
      facts.split = generate.below(5) == 0 ? Split::Val : Split::Train;
      facts.label = facts.imported = generate.any_label();
      news.added.push_back(std::move(facts));
    }
    gallery.apply(news);
    gallery.show_target("malignant");
    run = generate.run(gallery.table(), 2, kEpochs);
    gallery.show_run(run, kEpochs);
    judge.show(run, kEpochs, gallery.table());
  }
  Gallery gallery;
  app::SplitJudge judge{Split::Val};
  std::shared_ptr<app::RunScores> run;
  app::Ticket ticket = 0;
};

Scene& scene(std::int64_t images) {
  static std::map<std::int64_t, std::unique_ptr<Scene>> scenes;
  auto& made = scenes[images];
  if (!made) made = std::make_unique<Scene>(static_cast<std::size_t>(images));
  return *made;
}

void label(benchmark::State& state, std::size_t selected, const Sort& sort, bool filtered) {
  Scene& s = scene(state.range(0));
  app::Filter filter;
  if (filtered) filter.classes = {11, 12};
  s.gallery.set_sort(sort);
  s.gallery.set_filter(filter);
  s.gallery.select(std::vector<Row>{}, s.gallery.rows()[100]);
  int to = 0;
  for (auto _ : state) {
    if (selected > 1) {
      const auto begin = s.gallery.rows().begin() + 1000;
      s.gallery.select(std::vector<Row>(begin, begin + static_cast<std::ptrdiff_t>(selected)), *begin);
    }
    const auto next = s.gallery.next_of_focus();
    const app::Change change = s.gallery.decide(++s.ticket, s.gallery.label_candidates(), to = (to + 1) % 2);
    s.judge.follow(s.gallery.table(), change);
    if (selected == 1) s.gallery.advance_to(next);
    benchmark::DoNotOptimize(s.judge.evaluation(0.5, 1000));
    benchmark::DoNotOptimize(s.gallery.counts().disagreements);
    s.judge.follow(s.gallery.table(), s.gallery.saved(s.ticket));
  }
}
void label_one(benchmark::State& state) { label(state, 1, {SortKey::Name, false}, false); }
void label_one_in_a_filter_by_label(benchmark::State& state) { label(state, 1, {SortKey::Label, false}, true); }
void label_5000(benchmark::State& state) { label(state, 5000, {SortKey::Name, false}, false); }

void filter_keystroke(benchmark::State& state) {
  Scene& s = scene(state.range(0));
  s.gallery.set_sort({SortKey::Name, false});
  const char* typed[] = {"i", "is", "isi", "isic", "isic_", "isic_1", "isic_10", "h", "ham_17", "back"};
  std::size_t i = 0;
  for (auto _ : state) {
    app::Filter filter;
    filter.text = typed[i++ % std::size(typed)];
    s.gallery.set_filter(filter);
    benchmark::DoNotOptimize(s.gallery.counts().disagreements);
  }
  s.gallery.set_filter({});
}

void sort_key(benchmark::State& state, SortKey key) {
  Scene& s = scene(state.range(0));
  s.gallery.set_filter({});
  for (auto _ : state) {
    state.PauseTiming();
    s.gallery.set_sort({SortKey::Name, false});
    s.gallery.show_run(s.run, kEpochs);  // forgets orders by prediction
    state.ResumeTiming();
    s.gallery.set_sort({key, true});
    benchmark::DoNotOptimize(s.gallery.rows().size());
  }
}
void sort_by_label(benchmark::State& state) { sort_key(state, SortKey::Label); }
void sort_by_confidence(benchmark::State& state) { sort_key(state, SortKey::Confidence); }
void sort_by_name(benchmark::State& state) {
  Scene& s = scene(state.range(0));
  app::Order order(s.gallery.table(), s.gallery.predictions(), s.gallery.learning());
  for (auto _ : state) {
    order.forget();
    benchmark::DoNotOptimize(order.rows({SortKey::Name, false}).size());
  }
}

void epoch_step(benchmark::State& state) {
  Scene& s = scene(state.range(0));
  s.gallery.set_sort({SortKey::Name, false});
  int epoch = 1;
  for (auto _ : state) {
    epoch = epoch % kEpochs + 1;
    s.gallery.show_run(s.run, epoch);
    s.judge.show(s.run, epoch, s.gallery.table());
    benchmark::DoNotOptimize(s.judge.evaluation(0.5, 1000));
    benchmark::DoNotOptimize(s.gallery.counts().disagreements);
  }
}

void threshold_step(benchmark::State& state) {
  Scene& s = scene(state.range(0));
  s.gallery.show_run(s.run, kEpochs);
  s.judge.show(s.run, kEpochs, s.gallery.table());
  int step = 0;
  for (auto _ : state) {
    const double threshold = 0.3 + 0.01 * (++step % 40);
    s.gallery.set_threshold(threshold);
    benchmark::DoNotOptimize(s.judge.evaluation(threshold, 1000));
    benchmark::DoNotOptimize(s.gallery.counts().disagreements);
  }
  s.gallery.set_threshold(0.5);
}

// What the Errors page counts anew: slices, histogram, calibration, mistakes. A fifth of the images is validation.
void errors_epoch_step(benchmark::State& state) {
  Scene& s = scene(state.range(0));
  s.gallery.set_filter({});
  app::ErrorAnalysis analysis;
  analysis.choose("site", 1);
  int epoch = 1;
  for (auto _ : state) {
    epoch = epoch % kEpochs + 1;
    s.gallery.show_run(s.run, epoch);
    analysis.follow(s.gallery);
    benchmark::DoNotOptimize(analysis.slices().size());
  }
}

void errors_threshold_step(benchmark::State& state) {
  Scene& s = scene(state.range(0));
  s.gallery.set_filter({});
  s.gallery.show_run(s.run, kEpochs);
  app::ErrorAnalysis analysis;
  analysis.choose("site", 1);
  int step = 0;
  for (auto _ : state) {
    s.gallery.set_threshold(0.3 + 0.01 * (++step % 40));
    analysis.follow(s.gallery);
    benchmark::DoNotOptimize(analysis.slices().size());
  }
  s.gallery.set_threshold(0.5);
}

#define BOTH(name) BENCHMARK(name)->Arg(100'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond)
BOTH(label_one);
BOTH(label_one_in_a_filter_by_label);
BOTH(label_5000);
BOTH(filter_keystroke);
BOTH(sort_by_name);
BOTH(sort_by_label);
BOTH(sort_by_confidence);
BOTH(epoch_step);
BOTH(threshold_step);
BOTH(errors_epoch_step);
BOTH(errors_threshold_step);

}  // namespace

BENCHMARK_MAIN();
