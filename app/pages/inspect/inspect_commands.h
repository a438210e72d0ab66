// What only the Inspect page asks for. Plain values.
#pragma once

namespace app {

struct PinImage {};      // the image in focus becomes the one that others are compared with
struct CloseDropped {};  // back from the card of a file to the set

}  // namespace app
