#include "app/widgets/keyboard_focus.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace app::widgets {
namespace {

constexpr float kAside = 2.5F;  // how much farther a neighbour seems that does not lie straight ahead
constexpr int kLargeStep = 10;
constexpr int kPatience_frames = 3;

// How far `to` lies from `from` in the direction; nothing when it lies elsewhere.
std::optional<float> distance_towards(const Rect& from, const Rect& to, float x, float y) {
  const ImVec2 a = from.centre(), b = to.centre();
  const float ahead = (b.x - a.x) * x + (b.y - a.y) * y;
  if (ahead < 2) return std::nullopt;
  // Sideways only what does not overlap counts, so that a wide control has what stands below it straight ahead.
  const float gap_x = std::max({0.0F, to.low.x - from.high.x, from.low.x - to.high.x}),
              gap_y = std::max({0.0F, to.low.y - from.high.y, from.low.y - to.high.y});
  const float aside = x != 0 ? gap_y : gap_x, off = x != 0 ? std::abs(b.y - a.y) : std::abs(b.x - a.x);
  return ahead + kAside * aside + off * 0.1F;
}

}  // namespace

const KeyboardFocus::Stop* KeyboardFocus::stop(std::string_view id) const {
  const auto found = std::ranges::find(stops_, id, &Stop::id);
  return found == stops_.end() ? nullptr : &*found;
}

void KeyboardFocus::begin_frame(const FocusKeys& keys) {
  keys_ = keys;
  layers_ = {{"", LayerKind::Page}};
  top_ = layers_.front();
  next_stops_.clear();
  ring_.reset();
  pressed_ = false;
  step_ = step_down_ = 0;
  if (keys.mouse && active_.kind == LayerKind::Page) visible_ = false;
  if (keys.next || keys.previous) return go_along(keys.next ? 1 : -1);
  const Stop* here = stop(current_);
  if (visible_ && here != nullptr && !keys.text_active) act_on(*here, keys);
}

// Return and the arrows: a control that takes arrows has them, the others let them lead to the next control that way.
void KeyboardFocus::act_on(const Stop& here, const FocusKeys& keys) {
  if (keys.press) (here.takes == Takes::Text ? arrived_ : pressed_) = true;
  const int sideways = static_cast<int>(keys.right) - static_cast<int>(keys.left);
  const int downwards = static_cast<int>(keys.down) - static_cast<int>(keys.up);
  const int size = keys.large ? kLargeStep : 1;
  if (here.takes == Takes::Moves) {
    step_ = sideways * size;
    step_down_ = downwards * size;
    return;
  }
  if (here.takes == Takes::Steps && sideways != 0)
    step_ = sideways * size;
  else if (sideways != 0)
    go_towards(static_cast<float>(sideways), 0);
  if (keys.up || keys.down) go_towards(0, keys.down ? 1 : -1);
}

void KeyboardFocus::begin_layer(std::string_view name, LayerKind kind) {
  layers_.push_back({std::string(name), kind});
  if (kind < top_.kind) return;
  top_ = layers_.back();
  next_stops_.clear();
}

KeyboardFocus::Given KeyboardFocus::enter(std::string_view id, const Rect& place, Takes takes) {
  if (layers_.back() == top_) next_stops_.push_back({std::string(id), place, takes});
  if (!(layers_.back() == active_) || !visible_ || current_ != id) return {};
  return {true, std::exchange(arrived_, false), std::exchange(pressed_, false), std::exchange(step_, 0),
          std::exchange(step_down_, 0)};
}

float KeyboardFocus::end_of_controls(std::size_t after, float top_y) const {
  float end = top_y;
  for (std::size_t i = after; i < next_stops_.size(); ++i) end = std::max(end, next_stops_[i].place.high.y);
  return end;
}

void KeyboardFocus::end_frame() {
  stops_ = std::exchange(next_stops_, {});
  if (!(top_ == active_)) change_layer();
  if (stop(wanted_) != nullptr)
    go_to(std::exchange(wanted_, {}));
  else if (++waited_frames_ > kPatience_frames)
    wanted_.clear();
  if (stop(current_) == nullptr) {
    if (active_.kind == LayerKind::Page || stops_.empty())
      leave();
    else  // what had the keyboard is gone: what came to its place
      go_to(stops_[std::min(index_, stops_.size() - 1)].id);
  }
  if (const Stop* here = stop(current_)) index_ = static_cast<std::size_t>(here - stops_.data());
}

// Something was laid on top, or taken away: what lies below has the keyboard where it had it before.
void KeyboardFocus::change_layer() {
  const bool deeper = top_.kind > active_.kind || (top_.kind == active_.kind && !kept_.contains(top_.name));
  if (deeper) kept_[active_.name] = {current_, visible_};
  active_ = top_;
  const auto before = kept_.find(active_.name);
  if (!deeper && before != kept_.end()) {
    current_ = before->second.current;
    visible_ = before->second.visible || active_.kind != LayerKind::Page;
    kept_.erase(before);
  } else {
    current_.clear();
    visible_ = active_.kind != LayerKind::Page;
    index_ = 0;
  }
}

void KeyboardFocus::go_to(std::string id) {
  current_ = std::move(id);
  visible_ = arrived_ = true;
}

void KeyboardFocus::go_along(int direction) {
  if (stops_.empty()) return;
  const Stop* here = stop(current_);
  const auto count = static_cast<int>(stops_.size());
  const int from = here == nullptr ? (direction > 0 ? -1 : count) : static_cast<int>(here - stops_.data());
  const int to = from + direction;
  if (active_.kind == LayerKind::Page && (to < 0 || to >= count)) return leave();
  go_to(stops_[static_cast<std::size_t>((to + count) % count)].id);
}

void KeyboardFocus::go_towards(float x, float y) {
  const Stop* here = stop(current_);
  const Stop* nearest = nullptr;
  float least = std::numeric_limits<float>::max();
  for (const Stop& other : stops_) {
    const auto distance = distance_towards(here->place, other.place, x, y);
    if (!distance || *distance >= least) continue;
    least = *distance;
    nearest = &other;
  }
  if (nearest != nullptr) go_to(nearest->id);
}

void KeyboardFocus::touch(std::string_view id) {
  if (layers_.back() == active_) current_ = id;
}

void KeyboardFocus::take(std::string_view id) {
  if (!(layers_.back() == active_)) return;
  current_ = id;
  visible_ = true;
}

void KeyboardFocus::want(std::string_view id) {
  wanted_ = id;
  waited_frames_ = 0;
}

void KeyboardFocus::leave(std::string_view id) {
  if (current_ == id) leave();
}

void KeyboardFocus::leave() {
  current_.clear();
  visible_ = active_.kind != LayerKind::Page;
  arrived_ = false;
}

}  // namespace app::widgets
