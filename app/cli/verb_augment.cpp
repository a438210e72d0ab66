// nevus augment WS -o SHEET.png
#include "app/cli/find_image.h"
#include "app/cli/recipe_option.h"
#include "app/cli/verb.h"
#include "app/core/setting_text.h"
#include "app/workspace/augment_sheet.h"
#include "engine/image/image_io.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, depth = "head", output;
  std::vector<std::string> images, assignments;
  AugmentSheetRequest request;
  int first = 1, cell_px = 160;
};

nlohmann::ordered_json to_json(const ml::AugmentDraw& draw) {
  return {{"rotation_deg", draw.rotation_deg},
          {"shift_x_fraction", draw.shift_x_fraction},
          {"shift_y_fraction", draw.shift_y_fraction},
          {"zoom", draw.zoom},
          {"shear_deg", draw.shear_deg},
          {"flip_horizontal", draw.flip_horizontal},
          {"flip_vertical", draw.flip_vertical},
          {"brightness", draw.brightness},
          {"contrast", draw.contrast},
          {"saturation", draw.saturation},
          {"hue_deg", draw.hue_deg}};
}

nlohmann::ordered_json to_json(const AugmentSheet& sheet) {
  nlohmann::ordered_json json{
      {"title", sheet.title}, {"fresh_views", sheet.fresh}, {"rows", nlohmann::ordered_json::array()}};
  for (const AugmentRow& row : sheet.rows) {
    nlohmann::ordered_json views = nlohmann::ordered_json::array();
    for (const AugmentCell& cell : row.cells) {
      views.push_back({{"name", cell.name}, {"note", cell.note}});
      if (cell.own_share) views.back()["own_share"] = *cell.own_share;
      if (cell.draw) views.back()["draw"] = to_json(*cell.draw);
    }
    json["rows"].push_back({{"id", row.id}, {"image", row.image}, {"views", views}});
  }
  json["unreadable"] = sheet.unreadable;
  return json;
}

void complete(Options& options, const Workspace& workspace) {
  AugmentSheetRequest& request = options.request;
  request.recipe.depth = options.depth == "whole" ? Depth::Whole : options.depth == "tail" ? Depth::Tail : Depth::Head;
  request.recipe.augment = true;
  request.first = options.first - 1;
  for (const std::string& assignment : options.assignments)
    request.recipe.settings.push_back(split_assignment(assignment));
  for (const std::string& image : options.images) request.chosen.push_back(find_image(workspace.reader(), image).id);
}

Outcome augment(Options options) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  complete(options, workspace);
  const AugmentSheet sheet = make_augment_sheet(workspace, workspace.reader(), options.request);
  engine::save_png(render_augment_sheet(sheet, options.cell_px), options.output);
  Outcome outcome;
  outcome.json = to_json(sheet);
  outcome.json["output"] = options.output;
  outcome.json["disclaimer"] = "Research and teaching tool. Not a medical device.";
  outcome.text = sheet.title + "\n" + std::to_string(sheet.rows.size()) + " images in " +
                 std::to_string(sheet.rows.front().cells.size()) + " views each written to " + options.output;
  if (!sheet.unreadable.empty())
    outcome.text += "\n" + std::to_string(sheet.unreadable.size()) +
                    " images could not be read; the first: " + sheet.unreadable.front();
  return outcome;
}

}  // namespace

void add_augment(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  TrainRequest& recipe = options->request.recipe;
  CLI::App* verb =
      app.add_subcommand("augment", "What training will see: the random views of a few images as one picture");
  verb->add_option("WORKSPACE", options->workspace, "Folder of the workspace")->required();
  verb->add_option("-o,--output", options->output, "PNG to write")->required();
  verb->add_option("--preset", recipe.preset, "Recipe; by hand with the usual amounts when not given")
      ->check(CLI::IsMember(preset_names()));
  verb->add_option("--depth", options->depth, "What learns")
      ->check(CLI::IsMember({"head", "tail", "whole"}))
      ->capture_default_str();
  verb->add_option("--set", options->assignments, "NAME=VALUE, any setting of `nevus train --describe`");
  verb->add_option("--seed", recipe.seed, "Seed")->capture_default_str();
  verb->add_option("--target", recipe.target, "Target; malignant where there is one");
  verb->add_option("--model", recipe.model,
                   "starter, imagenet, run:N or a file; imagenet where imported, else starter");
  verb->add_option("--image", options->images,
                   "Images to show: number, path, hash or file name; some of the training split otherwise");
  verb->add_option("--images", options->request.images, "How many of the training split")
      ->check(CLI::Range(1, 24))
      ->capture_default_str();
  verb->add_option("--views", options->request.views, "Random views of each, at most")
      ->check(CLI::Range(1, 16))
      ->capture_default_str();
  verb->add_option("--first", options->first, "Epoch (or kept view) of the first column")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  verb->add_option("--cell", options->cell_px, "Width of a picture, in pixels")
      ->check(CLI::Range(32, 512))
      ->capture_default_str();
  verb->callback([options, &context] { context.action = [options] { return augment(*options); }; });
}

}  // namespace app::cli
