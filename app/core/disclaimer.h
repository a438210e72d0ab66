// What stands on the screen, in every export and in every printed result. Any thread; a constant.
#pragma once

namespace app {

inline constexpr const char* kDisclaimer = "Research and teaching tool. Not a medical device.";

}  // namespace app
