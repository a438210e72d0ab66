#include "app/workspace/lesson_pictures.h"

#include <array>
#include <random>
#include <stdexcept>
#include <utility>

#include "app/demo/renderer.h"
#include "app/workspace/lesson_set.h"
#include "app/workspace/lessons.h"

namespace app {
namespace {

struct Scene {
  std::string_view caption;
  bool melanoma = false;
  int lesion = 0;  // scenes with one number show one lesion
  void (*lay)(engine::Image&) = nullptr;
};
using Scenes = std::array<Scene, 4>;

constexpr Scenes kKindScenes = {Scene{"melanoma", true, 0}, Scene{"melanoma", true, 1}, Scene{"mole", false, 2},
                                Scene{"mole", false, 3}};
constexpr Scenes kPhotographScenes = {Scene{"train", true, 0}, Scene{"train: the same lesion", true, 0},
                                      Scene{"train: again", true, 0}, Scene{"validation: and again", true, 0}};
constexpr Scenes kCameraScenes = {Scene{"melanoma, one clinic", true, 0, tint_as_other_camera},
                                  Scene{"melanoma, one clinic", true, 1, tint_as_other_camera},
                                  Scene{"mole, another clinic", false, 2}, Scene{"mole, another clinic", false, 3}};
constexpr Scenes kRulerScenes = {Scene{"called melanoma", true, 0, lay_ruler},
                                 Scene{"called melanoma", true, 1, lay_ruler}, Scene{"called mole", false, 2},
                                 Scene{"called mole", false, 3}};

const Scenes& scenes_of(std::string_view lesson) {
  return lesson == "leak"     ? kPhotographScenes
         : lesson == "source" ? kCameraScenes
         : lesson == "ruler"  ? kRulerScenes
                              : kKindScenes;
}

}  // namespace

std::vector<LessonPicture> lesson_pictures(std::size_t lesson, std::uint64_t seed) {
  if (lesson >= lessons().size()) throw std::logic_error("drawing a lesson: there is none with this number");
  constexpr int kWidth_px = 320, kHeight_px = 240;
  std::vector<LessonPicture> pictures;
  std::mt19937_64 photographs(seed);
  for (const Scene& scene : scenes_of(lessons()[lesson].name)) {
    const auto diagnosis = scene.melanoma ? demo::Diagnosis::kMel : demo::Diagnosis::kNv;
    const auto parameters = demo::draw_lesion(diagnosis, seed * 100 + static_cast<std::uint64_t>(scene.lesion));
    demo::LesionImage drawn = demo::generate_lesion(parameters, photographs(), kWidth_px, kHeight_px);
    if (scene.lay != nullptr) scene.lay(drawn.rgb);
    pictures.push_back({std::move(drawn.rgb), scene.caption});
  }
  return pictures;
}

}  // namespace app
