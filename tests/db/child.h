// Runs a piece of work in a child process and gives what it wrote, for what a process cannot do to
// itself: be killed, or lose its rights. The child must not return into the test.
#pragma once

#include <csignal>
#include <functional>
#include <stdexcept>
#include <string>

#include <sys/wait.h>
#include <unistd.h>

namespace db::test {

class Child {
 public:
  explicit Child(const std::function<void(int pipe)>& work) {
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("pipe failed");
    pid_ = fork();
    if (pid_ < 0) throw std::runtime_error("fork failed");
    if (pid_ == 0) {
      close(ends[0]);
      work(ends[1]);
      _exit(0);
    }
    close(ends[1]);
    read_end_ = ends[0];
  }
  ~Child() {
    if (read_end_ >= 0) close(read_end_);
    kill_now();
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // One byte; false at the end.
  bool read_byte() {
    char byte = 0;
    return ::read(read_end_, &byte, 1) == 1;
  }
  std::string read_all() {
    std::string text;
    char piece[512];
    for (ssize_t n = 0; (n = ::read(read_end_, piece, sizeof piece)) > 0;)
      text.append(piece, static_cast<std::size_t>(n));
    return text;
  }
  void kill_now() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
  int read_end_ = -1;
};

}  // namespace db::test
