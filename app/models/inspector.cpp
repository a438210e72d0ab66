#include "app/models/inspector.h"

#include <algorithm>
#include <utility>

#include "engine/image/image_io.h"
#include "engine/image/resize.h"

namespace app {
namespace {

constexpr int kLargestTexture_px = 4096;
constexpr int kThreads = 1;  // explaining one image is short; the cores belong to training

// Pictures beyond what every device can hold are shown smaller; the network saw them whole.
engine::Image for_texture(const engine::Image& image) {
  const int side = std::max(image.width_px, image.height_px);
  if (side <= kLargestTexture_px) return image;
  return engine::resize(image, image.width_px * kLargestTexture_px / side, image.height_px * kLargestTexture_px / side);
}

}  // namespace

Inspector::Inspector(engine::Host& host, JobLane& lane, Inbox& inbox, InspectView& view)
    : host_(host), lane_(lane), inbox_(inbox), view_(view) {}

Inspector::~Inspector() {
  release(view_.texture);
  release(view_.heat.texture);
}

void Inspector::release(std::uint64_t& texture) {
  if (texture != 0) host_.release_texture(texture);
  texture = 0;
}

void Inspector::set_model(std::shared_ptr<const ml::Model> model, std::string name, std::vector<std::string> groups) {
  explainer_ = model ? std::make_shared<Explainer>(Explainer{std::move(model), nullptr}) : nullptr;
  view_.model_name = std::move(name);
  groups_ = std::move(groups);
  view_.heat.group = groups_.size() == 2 ? 1 : 0;
  request_explanation();
}

void Inspector::open(ImageId image, const std::filesystem::path& path) {
  if (view_.image == image && view_.state != LoadState::Failed) return;
  ++request_;
  view_.image = image;
  view_.state = LoadState::Loading;
  view_.message.clear();
  view_.probabilities.clear();
  view_.predicted_group = -1;
  view_.heat.state = HeatState::None;
  image_.reset();
  lane_.post(
      [this, path, request = request_](const std::stop_token&) {
        auto loaded = std::make_shared<const engine::Image>(engine::load_image(path));
        inbox_.post([this, loaded, request] {
          if (request != request_) return;
          image_ = loaded;
          show_picture(*loaded);
          request_explanation();
        });
      },
      [this, request = request_](const std::string& why) {
        inbox_.post([this, why, request] {
          if (request != request_) return;
          view_.state = LoadState::Failed;
          view_.message = why;
          release(view_.texture);
        });
      });
}

void Inspector::close() {
  ++request_;
  view_.image.reset();
  view_.state = LoadState::Empty;
  image_.reset();
  release(view_.texture);
  release(view_.heat.texture);
}

void Inspector::show_picture(const engine::Image& image) {
  release(view_.texture);
  view_.texture = host_.create_texture(for_texture(image));
  view_.width_px = image.width_px;
  view_.height_px = image.height_px;
  view_.state = LoadState::Ready;
}

void Inspector::explain(int group) {
  view_.heat.group = group;
  request_explanation();
}

void Inspector::request_explanation() {
  release(view_.heat.texture);
  view_.heat.state = HeatState::None;
  if (!explainer_ || !image_) return;
  view_.heat.state = HeatState::Computing;
  const std::uint64_t request = ++request_;
  lane_.post(
      [this, explainer = explainer_, image = image_, group = view_.heat.group, request](const std::stop_token&) {
        if (!explainer->predictor) explainer->predictor = std::make_unique<ml::Predictor>(*explainer->model, kThreads);
        auto why = std::make_shared<const Explanation>(explain_image(*explainer->predictor, *image, group));
        inbox_.post([this, why, request] {
          if (request == request_) show_explanation(*why);
        });
      },
      [this, request](const std::string& why) {
        inbox_.post([this, why, request] {
          if (request != request_) return;
          view_.heat.state = HeatState::Failed;
          view_.heat.message = why;
        });
      });
}

void Inspector::show_explanation(const Explanation& why) {
  view_.probabilities.clear();
  for (std::size_t i = 0; i < why.probabilities.size(); ++i)
    view_.probabilities.push_back({groups_[i], why.probabilities[i]});
  const auto largest = std::ranges::max_element(why.probabilities);
  view_.predicted_group = why.probabilities.size() == 2 ? (why.probabilities[1] >= view_.threshold ? 1 : 0)
                                                        : static_cast<int>(largest - why.probabilities.begin());
  HeatView& heat = view_.heat;
  heat.image_from_crop = why.image_from_crop;
  heat.message = heat_message(why.cam);
  heat.cells = why.cam.side;
  heat.peak = why.cam.raw.empty() ? 0.0F : *std::ranges::max_element(why.cam.raw);
  heat.state = why.cam.state == ml::GradCamState::kOk                   ? HeatState::Ready
               : why.cam.state == ml::GradCamState::kNoPositiveEvidence ? HeatState::NoEvidence
               : why.cam.state == ml::GradCamState::kSaturated          ? HeatState::Saturated
                                                                        : HeatState::Failed;
  if (!why.cam.heat.empty()) heat.texture = host_.create_map(why.cam.heat, why.cam.side, why.cam.side);
}

}  // namespace app
