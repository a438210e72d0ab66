// What it costs the trainer to tell ten times a second how far it is: the same run with and without a listener, taken
// in turn, in processor time, so that neighbours on the machine count less.
#include <ctime>
#include <memory>

#include <benchmark/benchmark.h>

#include "app/demo/demo_writer.h"
#include "app/workspace/import.h"
#include "app/workspace/training.h"
#include "tests/temp_folder.h"

namespace {

double processor_s() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

class Bench {
 public:
  explicit Bench(int images) {
    const auto report = app::demo::write_demo(folder_ / "images", app::demo::for_images({}, images));
    workspace_ = std::make_unique<app::Workspace>(folder_ / "ws", app::Workspace::Open::OrCreate);
    app::import_images(*workspace_, app::read_index_table(report.index_file), {}, {});
  }
  // Processor seconds of one run.
  double train(int epochs, bool tells) {
    app::TrainRequest request;
    request.model = "starter";
    request.epochs = epochs;
    request.patience_epochs = 0;
    ml::TrainControl control;
    app::Snapshot<app::TrainProgress> progress;
    const double began = processor_s();
    app::run_training(*workspace_, request, control,
                      {.progress = tells ? &progress : nullptr, .on_change = [] {}, .keep_state_every = kNever}, 2);
    return processor_s() - began;
  }

 private:
  static constexpr std::chrono::milliseconds kNever{1'000'000};
  test_support::TempFolder folder_;
  std::unique_ptr<app::Workspace> workspace_;
};

void telling_ten_times_a_second(benchmark::State& state) {
  Bench bench(400);
  constexpr int kEpochs = 150;
  bench.train(2, true);  // the features are kept from here on
  double silent_s = 0, telling_s = 0;
  for (auto _ : state) {
    silent_s += bench.train(kEpochs, false);
    telling_s += bench.train(kEpochs, true);
  }
  state.counters["ratio"] = telling_s / silent_s;
}
BENCHMARK(telling_ten_times_a_second)->Unit(benchmark::kMillisecond);

}  // namespace
