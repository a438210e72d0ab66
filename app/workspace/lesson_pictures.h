// What a lesson is about, as four generated pictures with captions: the first look, before anything is worked out.
//
//   for (const LessonPicture& picture : lesson_pictures(1, 1)) show(picture.image, picture.caption);
//
// Any thread; pure. The same lesson and seed give the same bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/image/image.h"

namespace app {

struct LessonPicture {
  engine::Image image;
  std::string_view caption;
};

std::vector<LessonPicture> lesson_pictures(std::size_t lesson, std::uint64_t seed);

}  // namespace app
