// Plays a script on whoever implements ScriptTarget, one step at a time. Call advance() whenever the
// input queue is empty and a logic frame was built since the last call; it pushes the next events,
// counts waits, looks at conditions and says how things stand.
//
//   ScriptDriver driver(read_script(file), target);
//   while (driver.advance() == ScriptDriver::Status::Running) drain_frames();
//   if (driver.status() == ScriptDriver::Status::Failed) report(driver.failure());
//
// The first step that fails ends the play. What the target throws passes through.
// Main thread only. The target is borrowed and outlives the driver.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "engine/input/input_event.h"
#include "engine/input/landmarks.h"
#include "engine/script/gesture.h"
#include "engine/script/script.h"

namespace engine {

class ScriptTarget {
 public:
  virtual ~ScriptTarget() = default;
  virtual void push(InputEvent event) = 0;
  virtual std::optional<Landmark> landmark(const std::string& name) = 0;  // of the last frame
  virtual std::optional<std::string> value(const std::string& key) = 0;
  virtual void shot(const std::string& file) = 0;  // draws first
  virtual void resize(int width_px, int height_px) = 0;
  virtual double now_s() = 0;  // of a wall clock, for time limits only
};

class ScriptDriver {
 public:
  enum class Status { Running, Done, Failed };

  static constexpr double kLandmarkPatience_s = 2;

  ScriptDriver(std::vector<ScriptLine> lines, ScriptTarget& target) : lines_(std::move(lines)), target_(target) {}

  Status advance();
  Status status() const { return status_; }
  const std::string& failure() const { return failure_; }  // "line 12: expect …: it is 3", "" unless failed
  const ScriptLine* current() const { return next_ < lines_.size() ? &lines_[next_] : nullptr; }

 private:
  // Each begins or goes on with the current line and is true once the line needs no more looking at.
  bool play(const MoveStep& step);
  bool play(const ClickStep& step);
  bool play(const DragStep& step);
  bool play(const KeyStep& step);
  bool play(const TextStep& step);
  bool play(const WheelStep& step);
  bool play(const DropStep& step);
  bool play(const ResizeStep& step);
  bool play(const WaitStep& step);
  bool play(const WaitUntilStep& step);
  bool play(const ExpectStep& step);
  bool play(const ShotStep& step);

  std::optional<Position> find(const Point& point);
  double waited_s();
  bool queue(std::vector<Burst> bursts);
  void push_next_burst();
  void fail(const std::string& problem);

  std::vector<ScriptLine> lines_;
  ScriptTarget& target_;
  std::size_t next_ = 0;
  std::deque<Burst> bursts_;  // of a line already done with
  int frames_waited_ = 0;
  std::optional<double> waiting_since_s_;  // set while the current line waits for a landmark or a condition
  Status status_ = Status::Running;
  std::string failure_;
};

}  // namespace engine
