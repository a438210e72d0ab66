// What the main thread does for a key, a filter, an order, an epoch and a threshold: applying it and building the
// frame that shows it, without rasterising. Workspaces are generated on first use.
//
//   window_bench --benchmark_repetitions=9 --benchmark_report_aggregates_only=true
//
// NEVUS_BENCH_FOLDER says where the workspaces are kept (the temporary folder otherwise).
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <semaphore>
#include <thread>
#include <tuple>

#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include "app/pages/library/library_commands.h"
#include "app/workspace/import.h"
#include "engine/image/image_io.h"
#include "tests/bench/bench_window.h"
#include "tests/bench/bench_workspace.h"

namespace {
namespace fs = std::filesystem;
using app::Row;
using Clock = std::chrono::steady_clock;

fs::path bench_folder() {
  const char* chosen = std::getenv("NEVUS_BENCH_FOLDER");
  return chosen != nullptr ? fs::path(chosen) : fs::temp_directory_path() / "nevus_bench";
}

fs::path workspace_of(std::int64_t images) {
  const fs::path folder = bench_folder() / std::to_string(images);
  if (!fs::exists(folder / "nevus.db")) bench::make_bench_workspace(folder, {.images = images, .epochs = 10});
  return folder;
}

// One at a time: a window has the process's one ImGui context.
std::unique_ptr<bench::Window>& open_window() {
  static std::unique_ptr<bench::Window> open;
  return open;
}

bench::Window& window(std::int64_t images) {
  static std::int64_t shown = 0;
  std::unique_ptr<bench::Window>& open = open_window();
  if (!open || shown != images) {
    open.reset();
    open = std::make_unique<bench::Window>(workspace_of(images));
    open->frames_until([&] { return open->models().run.evaluation.n > 0; });
    shown = images;
  }
  return *open;
}

template <typename Work>
double seconds_of(const Work& work) {
  const auto began = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - began).count();
}

void label(benchmark::State& state, std::size_t images) {
  bench::Window& open = window(state.range(0));
  open.see_library();
  const std::vector<Row> shown(open.models().gallery.rows().begin() + 1000,
                               open.models().gallery.rows().begin() + 1000 + static_cast<std::ptrdiff_t>(images));
  std::size_t to = 0;
  for (auto _ : state) {
    open.apply(app::SelectImages{shown, shown.front()});
    open.frame();
    to = 1 - to;
    state.SetIterationTime(seconds_of([&] {
      open.apply(app::RelabelImages{shown, open.models().gallery.table().class_list().classes[to].id, true});
      open.frame();
    }));
    open.frames_until([&] { return open.models().gallery.table().unsaved_count() == 0; });
  }
}
void label_key_one_image(benchmark::State& state) { label(state, 1); }
void label_key_5000_images(benchmark::State& state) { label(state, 5000); }

void filter_keystroke(benchmark::State& state) {
  bench::Window& open = window(state.range(0));
  open.see_library();
  const std::string typed = "isic_0001";
  std::size_t length = 0;
  for (auto _ : state) {
    app::Filter filter;
    filter.text = typed.substr(0, length = length % typed.size() + 1);
    state.SetIterationTime(seconds_of([&] {
      open.apply(app::SetFilter{filter});
      open.frame();
    }));
  }
  open.apply(app::SetFilter{});
}

void another_sort_key(benchmark::State& state) {
  bench::Window& open = window(state.range(0));
  open.see_library();
  int step = 0;
  for (auto _ : state) {
    open.apply(app::SetThreshold{0.4F + 0.01F * static_cast<float>(step % 10)});  // orders by prediction are made anew
    open.frame();
    const app::Sort sort{static_cast<app::SortKey>(step % 4), ++step % 2 == 0};
    state.SetIterationTime(seconds_of([&] {
      open.apply(app::SetSort{sort});
      open.frame();
    }));
  }
  open.apply(app::SetSort{{app::SortKey::Name, false}});
  open.apply(app::SetThreshold{0.5F});
}

// Matrix, curve and cards on the page that trains, then the tiles of the Library.
void epoch_step(benchmark::State& state) {
  bench::Window& open = window(state.range(0));
  const app::RunId run = *open.models().run.run;
  int epoch = 1;
  for (auto _ : state) {
    epoch = epoch % 10 + 1;
    state.SetIterationTime(seconds_of([&] {
      open.apply(app::ShowRun{run, epoch});
      open.see_train();
      open.frame();
      open.see_library();
      open.frame();
    }));
  }
}

void threshold_step(benchmark::State& state) {
  bench::Window& open = window(state.range(0));
  open.see_train();
  int step = 0;
  for (auto _ : state) {
    const float threshold = 0.3F + 0.01F * static_cast<float>(++step % 40);
    state.SetIterationTime(seconds_of([&] {
      open.apply(app::SetThreshold{threshold});
      open.frame();
    }));
  }
  open.apply(app::SetThreshold{0.5F});
}

void open_to_first_frame(benchmark::State& state) {
  const fs::path folder = workspace_of(state.range(0));
  open_window().reset();
  for (auto _ : state) {
    std::unique_ptr<bench::Window> open;
    state.SetIterationTime(seconds_of([&] { open = std::make_unique<bench::Window>(folder); }));
  }
}

// Tiny pictures, each of its own content.
fs::path pictures(std::int64_t count) {
  const fs::path folder = bench_folder() / ("pictures_" + std::to_string(count));
  if (fs::exists(folder / "done")) return folder;
  fs::create_directories(folder / "nv");
  engine::Image image = engine::Image::blank(16, 16, 3);
  for (std::int64_t i = 0; i < count; ++i) {
    for (int digit = 0; digit < 6; ++digit)
      for (int y = 0; y < 16; ++y)
        image.pixels[image.offset(digit * 2, y)] = static_cast<std::uint8_t>(i >> (4 * digit) << 4);
    engine::save_jpeg(image, folder / "nv" / (std::to_string(i) + ".jpg"));
  }
  std::ofstream(folder / "done") << count;
  return folder;
}

// Wakes that come from the table and not from the import are not heard here: a frame is built as often for them.
constexpr std::chrono::milliseconds kUntold{50};

// The import of `count` files without a window, and into an open one: how long each takes, and its longest frame. As in
// the host, a frame is built where something is told (progress, ten times a second), no more than sixty a second.
void import_into_the_open_window(benchmark::State& state) {
  const fs::path source = pictures(state.range(0));
  open_window().reset();
  for (auto _ : state) {
    const fs::path alone = bench_folder() / "import_alone", shown = bench_folder() / "import_shown";
    for (const fs::path& folder : {alone, shown}) {
      fs::remove_all(folder);
      app::Workspace made(folder, app::Workspace::Open::OrCreate);
    }
    const double alone_s = seconds_of([&] {
      app::Workspace workspace(alone, app::Workspace::Open::MustExist);
      app::import_images(workspace, app::read_import_source(source), {}, {});
    });
    bench::Window open(shown);
    double longest_s = 0;
    const double shown_s = seconds_of([&] {
      std::counting_semaphore<> told(0);
      std::jthread importing([&] {
        const app::OnProgress tell = [&](const app::ProgressReport&) { told.release(); };
        app::import_images(open.workspace(), app::read_import_source(source), tell, {});
        told.release();
      });
      while (open.models().gallery.table().size() < static_cast<std::size_t>(state.range(0))) {
        longest_s = std::max(longest_s, seconds_of([&] { open.frame(); }));
        std::ignore = told.try_acquire_for(kUntold);
        std::this_thread::sleep_for(std::chrono::milliseconds(16));
      }
    });
    state.SetIterationTime(shown_s);
    state.counters["alone_s"] = alone_s;
    state.counters["ratio"] = shown_s / alone_s;
    state.counters["longest_frame_ms"] = longest_s * 1000;
  }
}

// What the process has used at most, with everything above it in this run: run it with one size alone.
void peak_memory(benchmark::State& state) {
  window(state.range(0)).see_train();
  for (auto _ : state) window(state.range(0)).frame();
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  state.counters["peak_MB"] = static_cast<double>(used.ru_maxrss) / 1024;
}

#define BOTH(name) BENCHMARK(name)->Arg(100'000)->Arg(1'000'000)->UseManualTime()->Unit(benchmark::kMillisecond)
BOTH(open_to_first_frame)->Iterations(1);
BENCHMARK(peak_memory)->Arg(100'000)->Arg(1'000'000)->Iterations(1);
BOTH(label_key_one_image)->Iterations(30);
BOTH(label_key_5000_images)->Iterations(6);
BOTH(filter_keystroke)->Iterations(30);
BOTH(another_sort_key)->Iterations(16);
BOTH(epoch_step)->Iterations(30);
BOTH(threshold_step)->Iterations(40);
BENCHMARK(import_into_the_open_window)
    ->Arg(5'000)
    ->Arg(20'000)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);
}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
  open_window().reset();  // before the libraries it uses end
  return 0;
}
