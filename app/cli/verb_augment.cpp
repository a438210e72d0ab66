// nevus augment WS -o SHEET.png
#include "app/cli/find_image.h"
#include "app/cli/find_run.h"
#include "app/cli/recipe_options.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/workspace/augment_sheet.h"
#include "app/workspace/output_file.h"
#include "engine/image/image_io.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, output;
  std::vector<std::string> images;
  RecipeOptions recipe;
  AugmentSheetRequest request;
  int first = 1, cell_px = 160;
};

Json to_json(const ml::AugmentDraw& draw) {
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

Json to_json(const AugmentSheet& sheet) {
  Json json{{"title", sheet.title}, {"fresh_views", sheet.fresh}, {"rows", Json::array()}};
  for (const AugmentRow& row : sheet.rows) {
    Json views = Json::array();
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
  complete(options.recipe, request.recipe);
  request.recipe.augment = true;
  request.recipe.model = model_meant(&workspace, request.recipe.model);
  request.first = options.first - 1;
  for (const std::string& image : options.images) request.chosen.push_back(find_image(workspace.reader(), image).id);
}

Outcome augment(Options options) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  complete(options, workspace);
  std::optional<OutputFile> output;
  if (!options.output.empty()) {
    output.emplace(options.output, &workspace);
    require_ending(options.output, ".png", "making a sheet of training images");
  }
  const AugmentSheet sheet = make_augment_sheet(workspace, workspace.reader(), options.request);
  if (output) output->write(engine::encode_png(render_augment_sheet(sheet, options.cell_px)));
  Outcome outcome;
  outcome.json = to_json(sheet);
  if (output) outcome.json["output"] = output->path().string();
  outcome.json["disclaimer"] = kDisclaimer;
  outcome.text = sheet.title + "\n" + std::to_string(sheet.rows.size()) + " images in " +
                 std::to_string(sheet.rows.front().cells.size()) + " views each written to " + options.output;
  if (!sheet.unreadable.empty())
    outcome.text += "\n" + std::to_string(sheet.unreadable.size()) +
                    " images could not be read; the first: " + sheet.unreadable.front();
  return outcome;
}

}  // namespace

void add_augment(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("augment", "What training will see: the random views of a few images as one picture");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const Option output = verb.option("-o,--output", options->output, "PNG to write; --json needs none");
  add_recipe(verb, options->recipe, options->request.recipe);
  verb.option("--image", options->images,
              "Images to show: number, path, hash or file name; some of the training split otherwise");
  verb.option("--images", options->request.images, "How many of the training split").between(1, 24).shows_default();
  verb.option("--views", options->request.views, "Random views of each, at most").between(1, 16).shows_default();
  verb.option("--first", options->first, "Epoch (or kept view) of the first column")
      .between(1, 1000000)
      .shows_default();
  verb.option("--cell", options->cell_px, "Width of a picture, in pixels").between(32, 512).shows_default();
  verb.runs([options] { return augment(*options); },
            [output, &json = verb.json()] { return output.given() || json ? std::string() : "-o FILE, or --json"; });
}

}  // namespace app::cli
