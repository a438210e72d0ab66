// What the graphics device would be, without opening a window: for `nevus doctor`.
// Main thread only.
#pragma once

#include "engine/base/device_report.h"

namespace engine {

DeviceReport describe_device();  // without a device the report says why

}  // namespace engine
