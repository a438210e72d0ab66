// The ordered queue between the window (or a script) and the interface. A logic frame takes events
// until one more would hide another: at most one transition per key and button per frame, text after
// the click that focused its field. The host runs logic frames until the queue is empty, then draws once.
//
//   queue.push(event);
//   std::vector<InputEvent> frame = queue.take_frame();
//
// Main thread only.
#pragma once

#include <deque>
#include <vector>

#include "engine/input/input_event.h"

namespace engine {

class InputQueue {
 public:
  void push(InputEvent event) { events_.push_back(std::move(event)); }
  bool empty() const { return events_.empty(); }
  std::vector<InputEvent> take_frame();

 private:
  std::deque<InputEvent> events_;
};

}  // namespace engine
