#include "app/demo/demo_writer.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "app/demo/index_writer.h"
#include "engine/image/image_io.h"

namespace app::demo {
namespace {

constexpr int kNearDuplicateQuality = 75;  // the copy went through another export

void prepare_folder(const std::filesystem::path& folder) {
  try {
    std::filesystem::create_directories(folder / "images");
    std::filesystem::create_directories(folder / "masks");
    std::filesystem::remove(folder / "index.tsv");
  } catch (const std::filesystem::filesystem_error& error) {
    throw std::runtime_error("Could not prepare the folder of the demo set: " + error.code().message() +
                             ". Choose a folder that you may write to. " + folder.string());
  }
}

void write_image(const std::filesystem::path& folder, const PlannedImage& planned, const DemoRecipe& recipe) {
  const LesionImage image = photograph_of(planned, recipe);
  const int quality = planned.kind == ShotKind::kNearDuplicate ? std::min(kNearDuplicateQuality, recipe.jpeg_quality)
                                                               : recipe.jpeg_quality;
  engine::save_jpeg(image.rgb, folder / image_path_of(planned), quality);
  engine::save_png(image.mask, folder / mask_path_of(planned));
}

// Hands the images of a plan to threads one by one. The first failure stops them all.
class ImageCrew {
 public:
  ImageCrew(const std::filesystem::path& folder, const DemoPlan& plan, const DemoRecipe& recipe,
            const DemoProgressFunction& progress, std::stop_token stop)
      : folder_(folder), plan_(plan), recipe_(recipe), progress_(progress), stop_(std::move(stop)) {}

  // The number of images written; fewer than planned only when asked to stop.
  int run(int threads) {
    {
      std::vector<std::jthread> crew;
      for (int i = 1; i < threads; ++i) crew.emplace_back([this] { work(); });
      work();
    }
    if (failure_) std::rethrow_exception(failure_);
    return done_;
  }

 private:
  void work() {
    while (!stop_.stop_requested() && !failed_) {
      const std::size_t index = next_.fetch_add(1);
      if (index >= plan_.images.size()) return;
      try {
        write_image(folder_, plan_.images[index], recipe_);
        report();
      } catch (...) {
        const std::lock_guard lock(mutex_);
        if (!failure_) failure_ = std::current_exception();
        failed_ = true;
      }
    }
  }

  void report() {
    const std::lock_guard lock(mutex_);
    ++done_;
    if (progress_) progress_({done_});
  }

  const std::filesystem::path& folder_;
  const DemoPlan& plan_;
  const DemoRecipe& recipe_;
  const DemoProgressFunction& progress_;
  std::stop_token stop_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  int done_ = 0;
  std::exception_ptr failure_;
};

DemoReport report_of(const DemoPlan& plan, const std::filesystem::path& folder) {
  DemoReport report;
  report.images = static_cast<int>(plan.images.size());
  report.lesions = plan.lesions;
  report.index_file = folder / "index.tsv";
  report.answer_key_file = folder / "answer_key.tsv";
  for (const PlannedImage& image : plan.images) {
    report.wrong_labels += image.label != image.truth ? 1 : 0;
    report.leaked_duplicates += image.leaked ? 1 : 0;
  }
  return report;
}

}  // namespace

DemoReport write_demo(const std::filesystem::path& folder, const DemoRecipe& recipe,
                      const DemoProgressFunction& progress, std::stop_token stop, int threads) {
  const DemoPlan plan = make_plan(recipe);
  prepare_folder(folder);
  const int written = ImageCrew(folder, plan, recipe, progress, stop).run(std::max(threads, 1));
  if (written < static_cast<int>(plan.images.size())) {
    DemoReport unfinished;
    unfinished.images = written;
    unfinished.cancelled = true;
    return unfinished;
  }
  write_index_files(folder, plan, recipe);
  return report_of(plan, folder);
}

}  // namespace app::demo
