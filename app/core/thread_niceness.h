// Lowers the scheduling priority of the calling thread and of every thread it starts from now on: nice 0 (usual) to
// 19 (lowest). Any thread. Raising it again takes privileges, so a thread that does this keeps to background work.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace app {

inline constexpr int kBackgroundNiceness = 10;

inline void set_thread_niceness(int niceness) { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness); }

}  // namespace app
