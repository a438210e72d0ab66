#include "app/workspace/augment_sheet.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "app/core/disclaimer.h"
#include "app/core/joined.h"
#include "app/workspace/dataset.h"
#include "app/workspace/model_store.h"
#include "app/workspace/train_request.h"
#include "engine/image/caption.h"
#include "engine/image/resize.h"
#include "ml/arch/trainable.h"
#include "ml/data/mix.h"
#include "ml/data/normalise.h"
#include "ml/data/preprocess.h"

namespace app {
namespace {

constexpr int kGap_px = 8;
constexpr std::uint8_t kBackground[] = {18, 20, 26};  // of the captions

std::string format(const char* pattern, double value) {
  char text[48];
  std::snprintf(text, sizeof text, pattern, value);
  return text;
}

// The part of what was drawn that the eye can check; the draw itself has every number.
std::string note_of(const ml::AugmentDraw& draw) {
  std::vector<std::string> notes;
  const auto add = [&](bool drawn, const std::string& text) {
    if (drawn) notes.push_back(text);
  };
  add(draw.rotation_deg != 0, format("%+.0f°", draw.rotation_deg));
  add(draw.zoom != 1, format("×%.2f", draw.zoom));
  add(draw.artefacts.hairs > 0, std::to_string(draw.artefacts.hairs) + " hairs");
  add(draw.artefacts.ruler, "ruler");
  add(draw.artefacts.marker, "marker");
  add(draw.artefacts.rim, "rim");
  add(draw.flip_horizontal || draw.flip_vertical,
      std::string("flip") + (draw.flip_horizontal ? " h" : "") + (draw.flip_vertical ? " v" : ""));
  return joined(notes);
}

std::string amounts_of(const ml::AugmentConfig& amounts) {
  std::string text = format("rotation ±%g°", amounts.rotation_deg) +
                     format(", shift ±%g %%", 100 * amounts.shift_fraction) +
                     format(", zoom ±%g %%", 100 * amounts.zoom_fraction) + format(", shear ±%g°", amounts.shear_deg);
  if (amounts.flip_horizontal || amounts.flip_vertical) text += ", flips";
  constexpr std::array kFills = {"nearest", "reflect", "constant"};
  text += std::string(", edges ") + kFills[static_cast<std::size_t>(amounts.edge_fill)];
  if (amounts.artefact_share > 0) text += format(", artefacts %g %%", 100 * amounts.artefact_share);
  return text + format(", brightness ±%g %%", 100 * amounts.brightness) +
         format(", contrast ±%g %%", 100 * amounts.contrast) + format(", saturation ±%g %%", 100 * amounts.saturation) +
         format(", hue ±%g°", amounts.hue_deg);
}

// Back from the network's units.
engine::Image picture_of(const std::vector<float>& input, const ml::PreprocessContract& contract) {
  const ml::Normalisation units = ml::normalisation(contract);
  engine::Image picture = engine::Image::blank(contract.size_px, contract.size_px, 3);
  const std::size_t plane = input.size() / 3;
  for (std::size_t i = 0; i < input.size(); ++i) {
    const std::size_t channel = i / plane;
    const float value = (input[i] - units.shift[channel]) / units.scale[channel];
    picture.pixels[i % plane * 3 + channel] = static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.F, 255.F)));
  }
  return picture;
}

// Draws the views of one image as ImageFeed does for training.
class ViewMaker {
 public:
  ViewMaker(const ml::PreprocessContract& contract, const ml::TrainConfig& config)
      : contract_(contract), config_(config) {
    fresh_ = config.depth == ml::Depth::Whole || (config.depth == ml::Depth::Tail && config.fresh_views);
  }

  bool fresh() const { return fresh_; }
  int draws() const { return fresh_ ? 0 : config_.views_per_image; }

  std::vector<float> plain(const ml::Pixels& pixels) const {
    std::vector<float> input(ml::input_length(contract_));
    ml::preprocess(pixels.view(), contract_, input);
    return input;
  }
  // The numbers under which training asks for the view: epochs count from 0, kept views from 1.
  AugmentCell view(const ml::Pixels& pixels, const std::string& key, int number, std::vector<float>& input) const {
    const auto epoch = static_cast<std::uint32_t>(fresh_ ? number : 0),
               view = static_cast<std::uint32_t>(fresh_ ? 0 : number + 1);
    AugmentCell cell;
    cell.name = (fresh_ ? "epoch " : "view ") + std::to_string(number + 1);
    cell.draw = ml::draw_augmentation(config_.augment, config_.seed, key, epoch, view);
    cell.note = note_of(*cell.draw);
    input.resize(ml::input_length(contract_));
    ml::augment(pixels.view(), contract_, config_.augment, config_.seed, key, epoch, view, input);
    cell.picture = picture_of(input, contract_);
    return cell;
  }

 private:
  const ml::PreprocessContract& contract_;
  const ml::TrainConfig& config_;
  bool fresh_;
};

std::vector<db::Image> images_to_show(const TargetData& data, const AugmentSheetRequest& request) {
  std::vector<db::Image> shown;
  for (const ImageId id : request.chosen) {
    const auto found = std::ranges::find(data.images, id, &db::Image::id);
    if (found == data.images.end())
      throw std::runtime_error("previewing views: the workspace has no image " + std::to_string(id));
    shown.push_back(*found);
  }
  if (!shown.empty()) return shown;
  const std::vector<std::size_t> train = indices_of(data, db::Split::Train);
  if (train.empty())
    throw std::runtime_error(
        "previewing views: no labelled image is in the training split; import images with labels first");
  const std::size_t count = std::min<std::size_t>(train.size(), static_cast<std::size_t>(std::max(1, request.images)));
  for (std::size_t i = 0; i < count; ++i) shown.push_back(data.images[train[i * train.size() / count]]);
  return shown;
}

// The rows' first random views as one batch, with the share that the first batch of the epoch draws. Partners are drawn
// among a batch in training; of a few rows each takes the next, so that none meets itself.
void add_mixed(AugmentSheet& sheet, std::vector<std::vector<float>>& first_views,
               const ml::PreprocessContract& contract, const ml::TrainConfig& config, int epoch) {
  ml::BatchMix mix = ml::draw_mix(config.mix, first_views.size(), config.seed, static_cast<std::uint32_t>(epoch), 0);
  if (mix.partner.size() < 2) return;
  for (std::size_t i = 0; i < mix.partner.size(); ++i)
    mix.partner[i] = static_cast<std::uint32_t>((i + 1) % mix.partner.size());
  const std::size_t length = first_views.front().size();
  std::vector<float> batch;
  for (const std::vector<float>& view : first_views) batch.insert(batch.end(), view.begin(), view.end());
  ml::apply_mix(mix, batch, static_cast<std::size_t>(contract.size_px));
  for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
    const auto first = batch.begin() + static_cast<std::ptrdiff_t>(i * length);
    const auto share = static_cast<double>(mix.own_share);
    sheet.rows[i].cells.push_back({mix.cut ? "CutMix" : "MixUp", std::nullopt, share,
                                   format("%.0f %%, row ", 100 * share) + std::to_string(mix.partner[i] + 1) +
                                       format(" %.0f %%", 100 * (1 - share)),
                                   picture_of({first, first + static_cast<std::ptrdiff_t>(length)}, contract)});
  }
}

void paste(const engine::Image& from, engine::Image& to, int left_px, int top_px) {
  for (int y = 0; y < from.height_px; ++y)
    std::copy_n(from.at(0, y), 3 * static_cast<std::size_t>(from.width_px), to.at(left_px, top_px + y));
}

engine::Image stacked(const std::vector<engine::Image>& rows) {
  int width_px = 0, height_px = kGap_px;
  for (const engine::Image& row : rows) {
    width_px = std::max(width_px, row.width_px);
    height_px += row.height_px + kGap_px;
  }
  engine::Image out = engine::Image::blank(width_px, height_px, 3);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) out.pixels[i] = kBackground[i % 3];
  int top_px = kGap_px;
  for (const engine::Image& row : rows) {
    paste(row, out, 0, top_px);
    top_px += row.height_px + kGap_px;
  }
  return out;
}

engine::Image render_row(const AugmentRow& row, int cell_px) {
  std::vector<engine::Image> cells;
  int height_px = 0;
  for (const AugmentCell& cell : row.cells) {
    const std::string note = cell.name == "plain" ? row.image : cell.note;
    cells.push_back(engine::with_caption(engine::resize(cell.picture, cell_px, cell_px), {cell.name, note}));
    height_px = std::max(height_px, cells.back().height_px);
  }
  engine::Image out =
      engine::Image::blank(kGap_px + static_cast<int>(cells.size()) * (cell_px + kGap_px), height_px, 3);
  for (std::size_t i = 0; i < out.pixels.size(); ++i) out.pixels[i] = kBackground[i % 3];
  for (std::size_t i = 0; i < cells.size(); ++i)
    paste(cells[i], out, kGap_px + static_cast<int>(i) * (cell_px + kGap_px), 0);
  return out;
}

}  // namespace

AugmentSheet make_augment_sheet(const Workspace& workspace, const db::Readable& from,
                                const AugmentSheetRequest& request) {
  const ml::TrainPlan plan = plan_from(request.recipe, 0);
  const ml::TrainConfig& config = plan.phases.back();
  if (config.augment == ml::AugmentConfig{}) {
    throw std::runtime_error(
        "previewing views: this recipe shows every image as it is; switch augmentation on, or take a preset that draws "
        "views");
  }
  ml::require_valid(config);
  const TargetData data = load_target_data(from, request.recipe.target);
  ml::Model model = find_model(&workspace, request.recipe.model);
  ml::prepare(model, plan, data.groups, data.target, request.recipe.seed);
  const ViewMaker maker(model.contract, config);
  const std::vector<db::Image> images = images_to_show(data, request);
  const ImageFiles source(images, {});

  AugmentSheet sheet;
  sheet.fresh = maker.fresh();
  const std::string phase = plan.phases.size() > 1 ? ", phase " + std::to_string(plan.phases.size()) : "";
  sheet.title = (plan.preset.empty() ? std::string("By hand") : plan.preset) + ", " +
                std::string(ml::depth_name(config.depth)) + phase + ", seed " + std::to_string(config.seed) + " · " +
                amounts_of(config.augment);
  if (config.mix.mixup_alpha > 0) sheet.title += format(", MixUp alpha %g", config.mix.mixup_alpha);
  if (config.mix.cutmix_alpha > 0) sheet.title += format(", CutMix alpha %g", config.mix.cutmix_alpha);
  const int first = std::max(0, request.first), kept = maker.draws();
  const int last = sheet.fresh ? first + request.views : std::min(first + request.views, kept);
  if (first >= last)
    throw std::runtime_error("previewing views: this recipe keeps " + std::to_string(kept) +
                             " views of an image; there is no view " + std::to_string(first + 1));
  std::vector<std::vector<float>> first_views;
  for (std::size_t i = 0; i < images.size(); ++i) {
    try {
      const ml::Pixels pixels = source.pixels(i);
      AugmentRow row{images[i].id,
                     std::filesystem::path(images[i].path).filename().string(),
                     {{"plain", {}, {}, "", picture_of(maker.plain(pixels), model.contract)}}};
      std::vector<float> first_view, input;
      for (int number = first; number < last; ++number)
        row.cells.push_back(maker.view(pixels, source.key(i), number, number == first ? first_view : input));
      sheet.rows.push_back(std::move(row));
      first_views.push_back(std::move(first_view));
    } catch (const std::runtime_error& error) {  // one unreadable file is reported; the rest is shown
      sheet.unreadable.emplace_back(error.what());
    }
  }
  if (sheet.rows.empty())
    throw std::runtime_error("previewing views: none of the images could be read; the first: " +
                             sheet.unreadable.front());
  if (sheet.fresh && config.mix.any()) add_mixed(sheet, first_views, model.contract, config, first);
  return sheet;
}

engine::Image render_augment_sheet(const AugmentSheet& sheet, int cell_px) {
  std::vector<engine::Image> rows;
  for (const AugmentRow& row : sheet.rows) rows.push_back(render_row(row, cell_px));
  return engine::with_caption(stacked(rows), {sheet.title, kDisclaimer});
}

}  // namespace app
