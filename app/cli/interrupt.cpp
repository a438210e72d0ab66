#include "app/cli/interrupt.h"

#include <csignal>
#include <ctime>

namespace app::cli {
namespace {

sigset_t interrupt_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

constexpr timespec kPoll{0, 50'000'000};  // 50 ms

}  // namespace

Interrupt::Interrupt() {
  const sigset_t signals = interrupt_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  waiter_ = std::jthread([this, signals](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      if (sigtimedwait(&signals, nullptr, &kPoll) < 0) continue;
      source_.request_stop();
      pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);  // the next one ends the program
      return;
    }
  });
}

Interrupt::~Interrupt() {
  waiter_.request_stop();
  waiter_.join();
  const sigset_t signals = interrupt_signals();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

}  // namespace app::cli
