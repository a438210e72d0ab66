// Ctrl-C as a stop request: long verbs end at the next safe point and keep what is done. A second
// Ctrl-C ends the program at once.
// Main thread only; one at a time.
#pragma once

#include <stop_token>
#include <thread>

namespace app::cli {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::jthread waiter_;  // waits for the signal: a stop source cannot be used from a signal handler
};

}  // namespace app::cli
