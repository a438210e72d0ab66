// What a script plays on: the queue of events, landmarks and values of the window, pictures of it.
// Main thread only. Borrows all it is given.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/host/host.h"
#include "engine/image/image_io.h"
#include "engine/input/landmarks.h"
#include "engine/script/script_driver.h"
#include "engine/ui/scale.h"

namespace engine {

// Gives the script driver hands: events, landmarks, values, pictures.
class Stage : public ScriptTarget {
 public:
  using PushEvent = std::function<void(InputEvent)>;
  Stage(App& app, Landmarks& landmarks, PushEvent push, std::function<Image()> picture, std::filesystem::path output)
      : app_(app),
        landmarks_(landmarks),
        push_(std::move(push)),
        picture_(std::move(picture)),
        output_(std::move(output)) {}

  void push(InputEvent event) override { push_(std::move(event)); }
  // In pixels of the window, as the mouse is.
  std::optional<Landmark> landmark(const std::string& name) override {
    auto place = landmarks_.find(name);
    const float scale = interface_scale();
    if (place) *place = {place->x_px * scale, place->y_px * scale, place->width_px * scale, place->height_px * scale};
    return place;
  }
  std::optional<std::string> value(const std::string& key) override { return app_.script_value(key); }
  void resize(int width_px, int height_px) override { push_(Resized{width_px, height_px}); }
  double now_s() override {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  }
  void shot(const std::string& file) override {
    shots.push_back(output_ / file);
    save_png(picture_(), shots.back());
  }

  std::vector<std::filesystem::path> shots;

 private:
  App& app_;
  Landmarks& landmarks_;
  PushEvent push_;
  std::function<Image()> picture_;
  std::filesystem::path output_;
};

}  // namespace engine
