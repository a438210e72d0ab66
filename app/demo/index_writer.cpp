#include "app/demo/index_writer.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace app::demo {
namespace {

void write_text(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out)
    throw std::runtime_error(
        "Could not write a file of the demo set: the folder is not writable or the disk is full. "
        "Free some space or choose another folder. " +
        file.string());
}

std::string index_of(const DemoPlan& plan, const DemoRecipe& recipe) {
  std::ostringstream out;
  out << "path\tsplit\tlabel\tmalignant\timage_id\tlesion_id\tdx_"
         "type\tage\tsex\tlocalization\twidth\theight\tsha256\tmask_path\n";
  for (const PlannedImage& image : plan.images) {
    const Patient& patient = image.patient;
    // sha256 stays empty: whoever imports the set hashes the files anyway.
    out << image_path_of(image).generic_string() << '\t' << name_of(image.split) << '\t' << name_of(image.label) << '\t'
        << (is_malignant(image.label) ? 1 : 0) << '\t' << image.image_id << '\t' << image.lesion_id << '\t'
        << patient.dx_type << '\t' << patient.age << '\t' << patient.sex << '\t' << patient.localization << '\t'
        << recipe.width_px << '\t' << recipe.height_px << "\t\t" << mask_path_of(image).generic_string() << '\n';
  }
  return out.str();
}

std::string answer_key_of(const DemoPlan& plan) {
  std::ostringstream out;
  out << "path\timage_id\tlabel\ttrue_label\ttrue_malignant\n";
  for (const PlannedImage& image : plan.images)
    if (image.label != image.truth)
      out << image_path_of(image).generic_string() << '\t' << image.image_id << '\t' << name_of(image.label) << '\t'
          << name_of(image.truth) << '\t' << (is_malignant(image.truth) ? 1 : 0) << '\n';
  return out.str();
}

std::string duplicates_of(const DemoPlan& plan) {
  std::ostringstream out;
  out << "kind\tpath_a\tpath_b\tsplit_a\tsplit_b\tlabel_a\tlabel_b\tlesion_a\tlesion_b\tsame_lesion\n";
  for (const PlannedImage& copy : plan.images) {
    if (copy.original < 0) continue;
    const PlannedImage& original = plan.images[static_cast<std::size_t>(copy.original)];
    out << (copy.kind == ShotKind::kExactDuplicate ? "identical_file" : "near") << '\t'
        << image_path_of(original).generic_string() << '\t' << image_path_of(copy).generic_string() << '\t'
        << name_of(original.split) << '\t' << name_of(copy.split) << '\t' << name_of(original.label) << '\t'
        << name_of(copy.label) << '\t' << original.lesion_id << '\t' << copy.lesion_id << '\t'
        << (original.lesion_id == copy.lesion_id ? 1 : 0) << '\n';
  }
  return out.str();
}

constexpr const char* kReadme =
    "Synthetic dermatoscopic images\n"
    "==============================\n"
    "Every picture in this folder was computed by the demo generator of Nevus. None shows a person.\n"
    "The patients, ages, sites and diagnoses are made up. The pictures serve to try the program and\n"
    "to test it: nothing learned from them says anything about real skin. This is not a medical\n"
    "device and must not be used for diagnosis.\n"
    "\n"
    "index.tsv       one line per image; an empty field is unknown. malignant is mel, bcc or akiec.\n"
    "images, masks   JPEG pictures and PNG masks (255 inside the lesion).\n"
    "answer_key.tsv  the true class of the images whose label in index.tsv is wrong on purpose;\n"
    "                the wrong labels lie in the training split.\n"
    "duplicates.tsv  identical and nearly identical pairs; where split_a and split_b differ, the\n"
    "                copy leaks from one split into another, under another lesion id.\n"
    "recipe.json     what this set was made from; the same recipe gives the same images.\n";

}  // namespace

std::filesystem::path image_path_of(const PlannedImage& image) {
  return std::filesystem::path("images") / (image.image_id + ".jpg");
}

std::filesystem::path mask_path_of(const PlannedImage& image) {
  return std::filesystem::path("masks") / (image.image_id + ".png");
}

void write_index_files(const std::filesystem::path& folder, const DemoPlan& plan, const DemoRecipe& recipe) {
  write_text(folder / "DEMO_README.txt", kReadme);
  write_text(folder / "recipe.json", recipe_to_json(recipe));
  write_text(folder / "duplicates.tsv", duplicates_of(plan));
  write_text(folder / "answer_key.tsv", answer_key_of(plan));
  const std::filesystem::path unfinished = folder / "index.tsv.part";
  write_text(unfinished, index_of(plan, recipe));
  std::filesystem::rename(unfinished, folder / "index.tsv");
}

}  // namespace app::demo
