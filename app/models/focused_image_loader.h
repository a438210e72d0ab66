// Loads what the image in focus shows: the whole picture, and asks the shown
// model for its probabilities and its Grad-CAM, on the pictures lane. Answers carry the number of their
// request; late ones are dropped, and what was not begun when the next came is left.
// Main thread only, but for the work on the lane. Owns the textures it made.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/focused_image.h"
#include "app/workspace/explanation.h"
#include "app/workspace/lesion_mask.h"
#include "engine/host/host.h"
#include "ml/familiarity/familiarity.h"
#include "ml/familiarity/referral.h"
#include "ml/model/model.h"

namespace app {

class FocusedImageLoader {
 public:
  FocusedImageLoader(engine::Host& host, JobLane& lane, Inbox& inbox, FocusedImage& view);
  ~FocusedImageLoader();
  FocusedImageLoader(const FocusedImageLoader&) = delete;
  FocusedImageLoader& operator=(const FocusedImageLoader&) = delete;

  // The model that explains from now on; read on the lane when it is first asked.
  using ReadModel = std::function<ml::Model()>;
  void set_model(std::string name, ReadModel read);
  void set_no_model(const std::string& why);
  void set_threshold(float threshold);
  // `image` stands for the file from now on: opening it again does nothing.
  void open(ImageId image, const std::filesystem::path& path);
  void close();
  void explain(int group);         // negative: the usual one (HeatView::asked)
  void set_mask(LesionMask mask);  // of the image that is open

 private:
  // Model, head and predictor are made on the lane, when they are first needed, and used only there. The predictor,
  // which holds the backbone, is not needed for an image whose evidence was kept.
  struct Explainer {
    ReadModel read;
    std::unique_ptr<const ml::Model> model = nullptr;
    std::string feature_space = {};
    std::unique_ptr<ml::HeadPredictor> head = nullptr;
    std::unique_ptr<ml::Predictor> predictor = nullptr;
    std::optional<ml::Familiarity> familiarity = {};
    std::optional<ml::Referral> referral = {};
  };
  struct Answer {
    std::vector<std::string> groups;
    Explanation why;
    std::shared_ptr<const ml::KeptEvidence> evidence;
    FamiliarityView familiarity;
    std::string asked;       // in how many views, and what the probabilities went through
    float threshold = 0.5F;  // at which the model decides by itself
    int model_px = 0;
  };
  static void read_model(Explainer& explainer);
  static FamiliarityView familiarity_of(Explainer& explainer, const ml::KeptEvidence& kept,
                                        std::span<const float> answered);
  static Answer ask(Explainer& explainer, std::shared_ptr<const ml::KeptEvidence> kept, const engine::Image& image,
                    int group);
  void request_explanation();
  void show_picture(const engine::Image& image);
  void show_answer(const Answer& answer);
  void show_no_model(const std::string& why);
  void forget_answer();
  void release(std::uint64_t& texture);
  void measure_share();
  void judge_referral();

  engine::Host& host_;
  JobLane& lane_;
  Inbox& inbox_;
  FocusedImage& view_;
  std::shared_ptr<Explainer> explainer_;
  std::shared_ptr<const engine::Image> image_;
  std::shared_ptr<const ml::KeptEvidence> evidence_;  // of image_, once it was explained
  LesionMask mask_;
  std::vector<float> heat_;         // cells of the map that is shown
  JobId loading_ = 0, asking_ = 0;  // the newest of each; those before are not wanted any more
  std::uint64_t request_ = 0;       // number of the newest request for a picture
  std::uint64_t question_ = 0;      // and of the newest question to the model
};

}  // namespace app
