// Lets the calling thread, and every thread it starts from now on, step back behind the others: 0 as usual, 19 the
// most. Any thread. It cannot be taken back without privileges, so a thread that does this keeps to such work.
#pragma once

#include <sys/resource.h>
#include <unistd.h>

namespace app {

inline void set_thread_niceness(int niceness) { ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness); }

}  // namespace app
