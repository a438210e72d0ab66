// What lies between the lesion and the camera: ink on the skin, hairs, gel bubbles, glare, a ruler,
// and the dark round frame of the instrument.
//
// Any thread; writes only to the picture it is given.
#pragma once

#include "app/demo/photograph.h"
#include "app/demo/picture.h"

namespace app::demo {

void add_artefacts(const Photograph& photograph, Picture& picture);

}  // namespace app::demo
