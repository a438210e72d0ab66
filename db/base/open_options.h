// How long a workspace's database waits for others, and how long its log may grow.
// Any thread. A plain value.
#pragma once

#include <cstdint>
#include <optional>

namespace db {

struct OpenOptions {
  int busy_timeout_ms = 5000;    // how long opening and reading wait for another program's transaction
  int write_timeout_ms = 15000;  // and the Writer: a decision waits rather than being refused
  // Size of the write-ahead log from which the Writer tries to empty it, and from which it saves nothing more: another
  // program then reads an old state and keeps it from being emptied.
  std::uintmax_t log_soft_bytes = std::uintmax_t{64} << 20U;
  std::uintmax_t log_hard_bytes = std::uintmax_t{1} << 30U;
  std::optional<bool> on_network = std::nullopt;  // empty: the file system is asked
};

}  // namespace db
