// Images as their rows hold them: with kept places (image_place.h). What the log of edits says is of these.
// Private to db. One thread at a time; the owner of the Reader or Transaction decides.
#pragma once

#include <optional>

#include "db/images.h"

namespace db {

std::optional<Image> kept_image(const Readable& from, ImageId id);
// With whole paths, as others see it.
Image in_place(const Readable& from, Image kept);
// The row of what became of `before`: a place that was not changed is kept as it was.
Image kept_after(const Readable& from, const Image& before, Image changed);

}  // namespace db
