#include "app/pages/errors/training_neighbours.h"

#include <algorithm>
#include <numeric>
#include <span>
#include <utility>

#include "app/workspace/dataset.h"
#include "app/workspace/feature_neighbours.h"
#include "app/workspace/model_store.h"

namespace app {
namespace {

constexpr std::size_t kMostNeighbours = 12;

}  // namespace

// Used on the lane only.
struct TrainingNeighbours::Kept {
  RunId run = 0;
  FeatureTable features;
  std::vector<ImageId> images;  // by row of the features
  std::vector<bool> trains;

  void read(LaneReader& reader, RunId wanted);
  std::vector<TrainingNeighbour> nearest(ImageId of) const;
};

void TrainingNeighbours::Kept::read(LaneReader& reader, RunId wanted) {
  if (run == wanted) return;
  const ml::Model model = find_model(&reader.workspace(), "run:" + std::to_string(wanted));
  std::vector<db::Image> all = db::images(reader.get());
  const ImageFiles source(all, db::file_stamps(reader.get()));
  features = read_features(reader.workspace().features_folder(), model, source);
  images.clear();
  trains.clear();
  for (const std::size_t place : features.places) {
    images.push_back(all[place].id);
    trains.push_back(all[place].split == db::Split::Train && !all[place].removed);
  }
  run = wanted;
}

std::vector<TrainingNeighbour> TrainingNeighbours::Kept::nearest(ImageId of) const {
  const auto found = std::ranges::find(images, of);
  if (found == images.end()) return {};
  const auto features_of = [this](std::size_t row) {
    return std::span(features.rows).subspan(row * features.dimension, features.dimension);
  };
  const auto asked = features_of(static_cast<std::size_t>(found - images.begin()));
  std::vector<TrainingNeighbour> all;
  for (std::size_t row = 0; row < images.size(); ++row) {
    if (!trains[row] || images[row] == of) continue;
    const auto other = features_of(row);
    const float cosine = std::inner_product(asked.begin(), asked.end(), other.begin(), 0.0F);
    all.push_back({images[row], static_cast<double>(cosine)});
  }
  const auto kept = static_cast<std::ptrdiff_t>(std::min(kMostNeighbours, all.size()));
  std::ranges::partial_sort(all, all.begin() + kept, std::greater{}, &TrainingNeighbour::cosine);
  all.resize(static_cast<std::size_t>(kept));
  return all;
}

TrainingNeighbours::TrainingNeighbours(const Workspace& workspace, JobLane& lane, Inbox& inbox, NeighboursView& shown)
    : lane_(lane),
      inbox_(inbox),
      shown_(shown),
      reader_(std::make_shared<LaneReader>(workspace)),
      kept_(std::make_shared<Kept>()) {}

void TrainingNeighbours::ask(RunId run, ImageId of) {
  shown_ = {of, true, "", {}};
  const std::uint64_t question = ++question_;
  const auto show = [this, question](NeighboursView answer) {
    inbox_.post("Showing the nearest training images", [this, question, answer = std::move(answer)] {
      if (question == question_) shown_ = answer;
    });
  };
  lane_.post(
      [reader = reader_, kept = kept_, run, of, show](const std::stop_token&) {
        kept->read(*reader, run);
        NeighboursView answer{of, false, "", kept->nearest(of)};
        if (kept->features.places.empty())
          answer.problem = "No features were kept for this run's network: it was trained whole, or they were removed";
        else if (answer.nearest.empty())
          answer.problem = "No features were kept of this image, or of no training image";
        show(std::move(answer));
      },
      [of, show](const std::string& why) {
        show({of, false, why, {}});
      });
}

void TrainingNeighbours::forget() {
  ++question_;
  shown_ = {};
  kept_ = std::make_shared<Kept>();
}

}  // namespace app
