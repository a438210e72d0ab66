#include "app/pages/wall/wall_sprites.h"

#include <algorithm>

#include "app/pages/wall/wall_camera.h"

namespace app {

float WallSprites::share() const { return eased(time_); }

WallPlace WallSprites::now(Row row) const {
  const WallPlace &a = from_[row], &b = to_[row];
  const float t = share();
  return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.size + (b.size - a.size) * t};
}

void WallSprites::follow(std::span<const WallPlace> places, std::span<const WallLook> looks) {
  const bool first = to_.empty();
  const std::size_t known = to_.size();
  if (known != places.size()) {
    from_.resize(places.size());
    to_.resize(places.size());
    looks_.resize(places.size());
    layers_.resize(places.size(), -1);
    field_->resize(places.size());
  }
  const bool elsewhere = !std::ranges::equal(places, to_);
  for (Row row = 0; elsewhere && row < places.size(); ++row) {
    WallPlace from = now(row);
    if (first) from = places[row];
    // What appears grows where it belongs; what goes shrinks where it is.
    if (from.size <= 0) from = {places[row].x, places[row].y, 0};
    from_[row] = from;
    to_[row] = places[row].size > 0 ? places[row] : WallPlace{from.x, from.y, 0};
  }
  if (elsewhere) time_ = first ? 1 : 0;
  std::ranges::copy(looks, looks_.begin());
  for (Row row = 0; row < places.size(); ++row) write(row);
}

void WallSprites::advance(float seconds) { time_ = std::min(1.0F, time_ + seconds / kSeconds); }

void WallSprites::set_layer(Row row, int layer) {
  if (layers_[row] == layer) return;
  layers_[row] = static_cast<std::int16_t>(layer);
  write(row);
}

void WallSprites::write(Row row) {
  const WallPlace &from = from_[row], &to = to_[row];
  const WallLook& look = looks_[row];
  field_->set(row, {from.x, from.y, to.x, to.y, look.outline, look.fill,
                    engine::sprite_look({.from = from.size,
                                         .to = to.size,
                                         .selected = look.selected,
                                         .predicted = look.predicted,
                                         .layer = layers_[row]})});
}

void WallSprites::rows_within(float low_x, float low_y, float high_x, float high_y, std::vector<Row>& rows) const {
  rows.clear();
  for (Row row = 0; row < to_.size(); ++row) {
    const WallPlace place = now(row);
    const float half = place.size / 2;
    if (half > 0 && place.x + half > low_x && place.x - half < high_x && place.y + half > low_y &&
        place.y - half < high_y)
      rows.push_back(row);
  }
}

}  // namespace app
