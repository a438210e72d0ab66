#include "app/models/focused_image_loader.h"

#include <algorithm>
#include <utility>

#include "app/table/predictions.h"
#include "app/workspace/image_doubt.h"
#include "app/workspace/model_familiarity.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/run_calibration.h"
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

FocusedImageLoader::FocusedImageLoader(engine::Host& host, JobLane& lane, Inbox& inbox, FocusedImage& view)
    : host_(host), lane_(lane), inbox_(inbox), view_(view) {}

FocusedImageLoader::~FocusedImageLoader() {
  release(view_.texture);
  release(view_.heat.texture);
}

void FocusedImageLoader::release(std::uint64_t& texture) {
  if (texture != 0) host_.release_texture(texture);
  texture = 0;
}

void FocusedImageLoader::set_model(std::string name, ReadModel read) {
  explainer_ = std::make_shared<Explainer>(Explainer{.read = std::move(read)});
  view_.model_name = std::move(name);
  ++view_.model_version;
  view_.model_problem.clear();
  view_.heat.group = view_.heat.asked = -1;
  view_.heat.message.clear();
  forget_answer();
  request_explanation();
}

void FocusedImageLoader::set_no_model(const std::string& why) {
  forget_answer();
  view_.heat.message.clear();
  show_no_model(why);
  request_explanation();  // takes the evidence away
  measure_share();
}

void FocusedImageLoader::forget_answer() {
  view_.probabilities.clear();
  view_.model_px = 0;
  view_.familiarity = {};
  view_.predicted_group = -1;
}

// The run's numbers stay on the screen; only its evidence is missing, and why is shown.
void FocusedImageLoader::show_no_model(const std::string& why) {
  explainer_.reset();
  view_.model_name.clear();
  view_.model_problem = why;
  view_.heat.state = HeatState::None;
}

void FocusedImageLoader::set_threshold(float threshold) {
  view_.threshold = threshold;
  judge_referral();
  if (view_.probabilities.size() == 2) view_.predicted_group = view_.probabilities[1].probability >= threshold ? 1 : 0;
}

// By the doubts of another threshold than decides nothing is.
void FocusedImageLoader::judge_referral() {
  FamiliarityView& view = view_.familiarity;
  view.why_not_referred = why_not_referred(view.refers_at, static_cast<double>(view_.threshold));
  view.referred = view.beyond && view.why_not_referred.empty();
}

void FocusedImageLoader::open(ImageId image, const std::filesystem::path& path) {
  if (view_.image == image && view_.state != LoadState::Failed) return;
  ++request_;
  ++question_;
  view_.image = image;
  view_.state = LoadState::Loading;
  view_.message.clear();
  forget_answer();
  view_.heat.state = HeatState::None;
  view_.heat.message.clear();
  set_mask({});
  image_.reset();
  evidence_.reset();
  lane_.cancel(loading_);
  lane_.cancel(asking_);
  loading_ = lane_.post(
      [this, path, request = request_](const std::stop_token&) {
        auto loaded = std::make_shared<const engine::Image>(engine::load_image(path));
        inbox_.post("Showing the image", [this, loaded, request] {
          if (request != request_) return;
          image_ = loaded;
          show_picture(*loaded);
          request_explanation();
        });
      },
      [this, request = request_](const std::string& why) {
        inbox_.post("Showing the image", [this, why, request] {
          if (request != request_) return;
          view_.state = LoadState::Failed;
          view_.message = why;
          release(view_.texture);
        });
      });
}

void FocusedImageLoader::close() {
  ++request_;
  ++question_;
  view_.image.reset();
  view_.state = LoadState::Empty;
  image_.reset();
  evidence_.reset();
  release(view_.texture);
  release(view_.heat.texture);
  set_mask({});
}

void FocusedImageLoader::show_picture(const engine::Image& image) {
  release(view_.texture);
  view_.texture = host_.create_texture(for_texture(image));
  view_.width_px = image.width_px;
  view_.height_px = image.height_px;
  view_.state = LoadState::Ready;
}

void FocusedImageLoader::set_mask(LesionMask mask) {
  mask_ = std::move(mask);
  view_.mask.outline = mask_.outline;
  view_.mask.problem = mask_.problem;
  measure_share();
}

void FocusedImageLoader::measure_share() {
  const auto share =
      view_.heat.texture == 0 ? std::nullopt : share_on(mask_, heat_, view_.heat.cells, view_.heat.image_from_crop);
  view_.mask.of_heat = share ? std::optional(share->of_heat) : std::nullopt;
  view_.mask.of_area = share ? std::optional(share->of_area) : std::nullopt;
}

void FocusedImageLoader::explain(int group) {
  view_.heat.asked = group;
  request_explanation();
}

void FocusedImageLoader::read_model(Explainer& explainer) {
  explainer.model = std::make_unique<const ml::Model>(explainer.read());
  explainer.feature_space = ml::feature_space(*explainer.model);
  explainer.familiarity = ml::familiarity_of(*explainer.model);
  explainer.referral = ml::referral_of(*explainer.model);
  explainer.head = std::make_unique<ml::HeadPredictor>(*explainer.model, kThreads);
}

// What is said before the number.
FamiliarityView FocusedImageLoader::familiarity_of(Explainer& explainer, const ml::KeptEvidence& kept,
                                                   std::span<const float> answered) {
  FamiliarityView view{.words = no_familiarity_words()};
  const std::span<const float> plain = std::span(kept.pooled).first(explainer.head->feature_length());
  if (explainer.familiarity) {
    const ml::FamiliarityJudgement judgement = explainer.familiarity->judge(plain);
    view.unlike = judgement.unlike.value_or(false);
    view.words = familiarity_words(judgement, *explainer.familiarity);
  }
  if (!explainer.referral || explainer.referral->coverage >= 1) return view;
  const auto& calibration = explainer.model->calibration;
  view.refers_at = threshold_of_referral(*explainer.referral, calibration && calibration->on ? &*calibration : nullptr,
                                         answered.size());
  DoubtAsker asker(*explainer.head, explainer.familiarity ? &*explainer.familiarity : nullptr,
                   explainer.referral->threshold);
  const auto said = referred(*explainer.referral, explainer.referral->coverage, asker,
                             before_calibration(answered, calibration), kept.pooled);
  view.beyond = said && said->refer;
  if (view.beyond) view.refer_words = referred_words(*said);
  return view;
}

// Another class, or another run's head on the same backbone, is answered from what was kept.
FocusedImageLoader::Answer FocusedImageLoader::ask(Explainer& explainer, std::shared_ptr<const ml::KeptEvidence> kept,
                                                   const engine::Image& image, int group) {
  if (!explainer.head) read_model(explainer);
  const ml::Model& model = *explainer.model;
  if (!kept || !ml::fits(*kept, explainer.feature_space, *explainer.head)) {
    if (!explainer.predictor) explainer.predictor = std::make_unique<ml::Predictor>(model, kThreads);
    kept = std::make_shared<const ml::KeptEvidence>(evidence_of(*explainer.predictor, explainer.feature_space, image));
  }
  const int usual = model.spec.classes.size() == 2 ? 1 : -1;  // of more than two the predicted one
  Explanation why = explain_evidence(*explainer.head, model, *kept, image, group >= 0 ? group : usual);
  FamiliarityView familiarity = familiarity_of(explainer, *kept, why.probabilities);
  const std::string words =
      model.calibration && model.calibration->on ? calibration_words(*model.calibration) : "not calibrated";
  std::string asked = asked_words(why.views, words);
  const auto* applied = model.calibration && model.calibration->on ? &*model.calibration : nullptr;
  const auto threshold = static_cast<float>(decided_at(model, applied, {}).value);
  return {model.spec.classes, std::move(why), std::move(kept),       std::move(familiarity),
          std::move(asked),   threshold,      model.contract.size_px};
}

void FocusedImageLoader::request_explanation() {
  release(view_.heat.texture);
  view_.heat.state = HeatState::None;
  const std::uint64_t question = ++question_;  // an answer to the one before is late
  if (!explainer_ || !image_) return;
  view_.heat.state = HeatState::Computing;
  lane_.cancel(asking_);
  asking_ = lane_.post(
      [this, explainer = explainer_, kept = evidence_, image = image_, group = view_.heat.asked,
       question](const std::stop_token&) {
        auto answer = std::make_shared<const Answer>(ask(*explainer, kept, *image, group));
        inbox_.post("Showing the evidence", [this, answer, image, question] {
          if (image == image_) evidence_ = answer->evidence;
          if (question == question_) show_answer(*answer);
        });
      },
      [this, explainer = explainer_, question](const std::string& why) {
        const bool unreadable = !explainer->head;
        inbox_.post("Showing the evidence", [this, why, question, unreadable] {
          if (question != question_) return;
          if (unreadable) return show_no_model(why);
          view_.heat.state = HeatState::Failed;
          view_.heat.message = why;
        });
      });
}

void FocusedImageLoader::show_answer(const Answer& answer) {
  const Explanation& why = answer.why;
  view_.probabilities.clear();
  for (std::size_t i = 0; i < why.probabilities.size(); ++i)
    view_.probabilities.push_back({answer.groups[i], why.probabilities[i]});
  view_.familiarity = answer.familiarity;
  judge_referral();
  view_.asked = answer.asked;
  view_.model_threshold = answer.threshold;
  view_.model_px = answer.model_px;
  view_.heat.group = why.group;
  view_.predicted_group = why.probabilities.size() == 2
                              ? decide_group(why.probabilities, static_cast<double>(view_.threshold))
                              : why.decided;
  HeatView& heat = view_.heat;
  heat.image_from_crop = why.image_from_crop;
  heat.message = heat_message(why.cam);
  heat.cells = why.cam.side;
  heat.peak = why.cam.raw.empty() ? 0.0F : *std::ranges::max_element(why.cam.raw);
  heat.state = why.cam.state == ml::GradCamState::Ok                   ? HeatState::Ready
               : why.cam.state == ml::GradCamState::NoPositiveEvidence ? HeatState::NoEvidence
               : why.cam.state == ml::GradCamState::Saturated          ? HeatState::Saturated
                                                                       : HeatState::Failed;
  heat_ = why.cam.heat;
  if (!heat_.empty()) heat.texture = host_.create_map(heat_, why.cam.side, why.cam.side);
  measure_share();
}

}  // namespace app
