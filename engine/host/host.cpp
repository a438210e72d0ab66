#include "engine/host/host.h"

#include <chrono>
#include <cstdlib>
#include <set>
#include <thread>
#include <variant>

#include "engine/host/desktop.h"
#include "engine/host/frame_schedule.h"
#include "engine/host/graphics.h"
#include "engine/host/interface.h"
#include "engine/host/stage.h"
#include "engine/input/input_queue.h"
#include "engine/passes/texture_id.h"
#include "engine/script/script_recorder.h"
#include "engine/ui/scale.h"

namespace engine {
namespace {

constexpr int kSettleFrames = 2;         // ImGui needs a frame or two after an event until all is in place
constexpr int kRequestedRedraw_ms = 50;  // for what moves by itself: progress, a spinner
constexpr int kReplayStep_ms = 15;
constexpr std::chrono::milliseconds kScriptPause{10};

HostOptions with_environment(HostOptions options) {
  const char* validation = std::getenv("NEVUS_VALIDATION");
  if (validation != nullptr && std::string(validation) == "1") options.validation = true;
  return options;
}

}  // namespace

// A script that plays in the window at a pace that can be followed.
struct Playback {
  static constexpr double kPause_s = 0.7;

  Playback(Stage on, std::vector<ScriptLine> lines) : stage(std::move(on)), driver(std::move(lines), stage) {}

  Stage stage;
  ScriptDriver driver;
  double due_s = 0;
};

class Host::Parts {
 public:
  explicit Parts(const HostOptions& asked)
      : options(with_environment(asked)),
        interface(options.headless),
        window(options.headless ? nullptr
                                : std::make_unique<Window>(options.title, options.width_px, options.height_px)),
        desktop(window ? std::make_unique<Desktop>() : nullptr),
        graphics(options, window.get()) {
    interface.set_size(window ? window->width_px() : options.width_px,
                       window ? window->height_px() : options.height_px);
    interface.set_scale(options.scale > 0 ? options.scale : window ? window->display_scale() : 1);
    interface.begin_frame();
    ImGui::GetIO().BackendRendererUserData = &graphics.passes();
    send_fonts();
  }

  // The whole atlas as a new texture.
  void send_fonts() {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    if (font_texture != 0) graphics.release_texture(font_texture);
    font_texture = graphics.create_coverage(texels(), atlas.TexWidth, atlas.TexHeight);
    atlas.SetTexID(imgui_id(font_texture));
  }

  static std::span<const std::uint8_t> texels() {
    unsigned char* alpha = nullptr;
    int width = 0, height = 0;
    ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&alpha, &width, &height);
    return {alpha, static_cast<std::size_t>(width) * static_cast<std::size_t>(height)};
  }

  // Logic frames until no event is left, so that a burst of input is never slower than the drawing.
  void run_logic(App& app) {
    int settle = kSettleFrames;
    do {
      graphics.begin_logic_frame();
      const std::vector<InputEvent> events = queue.take_frame();
      for (const InputEvent& event : events) {
        if (const auto* size = std::get_if<Resized>(&event)) interface.set_size(size->width_px, size->height_px);
      }
      schedule.begin_logic_frame();
      if (interface.begin_frame()) send_fonts();
      draw_data = &interface.run(app, events);
      settle = events.empty() ? settle - 1 : kSettleFrames;
    } while (!queue.empty() || settle > 0 || (interface.fonts_full() && interface.fonts_may_grow()));
    if (desktop) desktop->show_pointer();
  }

  void draw() {
    if (window && window->take_uncovered()) graphics.show_again();
    if (interface.glyphs->take_changed()) graphics.update_coverage(font_texture, texels());
    if (draw_data == nullptr || hidden()) return graphics.flush_uploads();
    graphics.draw(*draw_data, interface.theme.background);
  }

  // What the user does: written down while recording; Escape ends a replay.
  void user_did(InputEvent event) {
    const float scale = interface_scale();
    if (recorder)
      recorder->take(
          event, [&](float x_px, float y_px) { return interface.landmarks.at(x_px / scale, y_px / scale); }, wall_s());
    const auto* key = std::get_if<KeyChanged>(&event);
    if (playback && key != nullptr && key->down && key->name == "escape") return end_replay("The replay was ended");
    queue.push(std::move(event));
  }

  void end_replay(const std::string& news) {
    playback.reset();
    replay_news = news;
    schedule.request_in(0, wall_s());
  }

  // One line at a time, when the line before was seen.
  void play_on(App& app) {
    if (!replay_file.empty()) {
      const std::filesystem::path file = std::exchange(replay_file, {});
      try {
        const auto push = [this](InputEvent event) { queue.push(std::move(event)); };
        auto begun = std::make_unique<Playback>(
            Stage(app, interface.landmarks, push, [this] { return graphics.screenshot(); }, {}), read_script(file));
        playback = std::move(begun);
      } catch (const std::exception& error) {
        return end_replay(error.what());
      }
    }
    if (!playback || !queue.empty()) return;
    if (wall_s() >= playback->due_s) {
      const ScriptLine* before = playback->driver.current();
      if (playback->driver.advance() != ScriptDriver::Status::Running) {
        const bool failed = playback->driver.status() == ScriptDriver::Status::Failed;
        return end_replay(failed ? "The replay stopped: " + playback->driver.failure() : "The replay is over");
      }
      if (playback->driver.current() != before) playback->due_s = wall_s() + Playback::kPause_s;
    }
    schedule.request_in(kReplayStep_ms, wall_s());
  }

  bool hidden() const { return window && !window->shown(); }

  int timeout_ms() const {
    const bool unfinished = graphics.uploads_waiting() || (!graphics.shown() && !hidden());
    return schedule.timeout_ms({unfinished, graphics.thumbnails_arrived()}, wall_s());
  }

  HostOptions options;
  Interface interface;
  std::unique_ptr<Window> window;
  std::unique_ptr<Desktop> desktop;
  Graphics graphics;
  InputQueue queue;
  const ImDrawData* draw_data = nullptr;
  TextureRef font_texture = 0;
  FrameSchedule schedule;
  bool quit = false;
  float last_frame_ms = 0;
  std::optional<ScriptRecorder> recorder;
  std::filesystem::path replay_file;  // asked for, not begun
  std::unique_ptr<Playback> playback;
  std::string replay_news;
};

Host::Host(const HostOptions& options) : parts_(std::make_unique<Parts>(options)) {}
Host::~Host() = default;

void Host::run(App& app) {
  Parts& p = *parts_;
  if (!p.window) throw HostError("running without a window: use a script");
  p.schedule.request_in(0, wall_s());
  while (!p.quit) {
    for (InputEvent& event : p.window->wait_events(p.timeout_ms())) p.user_did(std::move(event));
    if (p.window->quit_asked()) {
      if (app.quit_requested()) return;
      p.window->forget_quit();
    }
    const double began_s = wall_s();
    p.run_logic(app);
    p.play_on(app);
    p.draw();
    p.last_frame_ms = static_cast<float>((wall_s() - began_s) * 1000);
  }
}

ScriptOutcome Host::run_script(App& app, const std::filesystem::path& script, const std::filesystem::path& output) {
  Parts& p = *parts_;
  Stage stage(
      app, p.interface.landmarks, [&p](InputEvent event) { p.queue.push(std::move(event)); },
      [&p] {
        p.draw();
        return p.graphics.screenshot();
      },
      output);
  ScriptDriver driver(read_script(script), stage);
  p.run_logic(app);
  FrameLog frames;
  while (!p.quit && driver.advance() == ScriptDriver::Status::Running) {
    frames.end_stretches(stage.shots);
    if (p.window) {
      for (InputEvent& event : p.window->wait_events(0)) p.queue.push(std::move(event));
    }
    const double began_s = wall_s();
    p.run_logic(app);
    if (p.window)
      p.draw();
    else
      p.graphics.flush_uploads();
    if (p.window) frames.add(static_cast<float>((wall_s() - began_s) * 1000));
    // Only waiting for a value takes real time: workers are given theirs.
    const ScriptLine* line = driver.current();
    if (line != nullptr && std::holds_alternative<WaitUntilStep>(line->step)) std::this_thread::sleep_for(kScriptPause);
  }
  return {driver.status() != ScriptDriver::Status::Failed, driver.failure(), stage.shots, frames.take(stage.shots)};
}

void Host::wake() {
  if (parts_->window) parts_->window->wake();
}
void Host::request_redraw() { request_redraw_in_ms(kRequestedRedraw_ms); }
void Host::request_redraw_in_ms(int ms) { parts_->schedule.request_in(ms, wall_s()); }
void Host::replay(const std::filesystem::path& script) {
  parts_->replay_file = script;
  request_redraw_in_ms(0);
}
bool Host::replaying() const { return parts_->playback != nullptr || !parts_->replay_file.empty(); }
std::string Host::take_replay_news() { return std::exchange(parts_->replay_news, {}); }
void Host::record() { parts_->recorder.emplace(); }
bool Host::recording() const { return parts_->recorder.has_value(); }
std::string Host::stop_recording() {
  const std::string text = parts_->recorder ? parts_->recorder->text() : std::string();
  parts_->recorder.reset();
  return text;
}
void Host::quit() { parts_->quit = true; }

const Fonts& Host::fonts() const { return parts_->interface.fonts; }
const Theme& Host::theme() const { return parts_->interface.theme; }
void Host::set_theme(const Theme& theme) {
  parts_->interface.set_theme(theme);
  request_redraw_in_ms(0);
}
void Host::set_scale(float wanted) {
  parts_->interface.set_scale(wanted > 0 ? wanted : display_scale());
  request_redraw_in_ms(0);
}
float Host::wanted_scale() const { return parts_->interface.wanted_scale(); }
float Host::scale() const { return parts_->interface.fonts.scale; }
float Host::display_scale() const { return parts_->window ? parts_->window->display_scale() : 1; }
std::vector<std::string> Host::missing_fonts() const {
  const std::set<std::string>& packages = parts_->interface.glyphs->painter().missing();
  return {packages.begin(), packages.end()};
}
Landmarks& Host::landmarks() { return parts_->interface.landmarks; }
std::string Host::device_name() const { return parts_->graphics.device_name(); }
float Host::last_frame_ms() const { return parts_->last_frame_ms; }
bool Host::headless() const { return parts_->options.headless; }
std::vector<std::string> Host::validation_messages() const { return parts_->graphics.validation_messages(); }

TextureRef Host::create_texture(const Image& image) { return parts_->graphics.create_texture(image); }
TextureRef Host::create_map(std::span<const float> values, int width, int height) {
  return parts_->graphics.create_map(values, width, height);
}
void Host::release_texture(TextureRef texture) { parts_->graphics.release_texture(texture); }
std::optional<TextureRef> Host::find_thumbnail(std::uint64_t key) { return parts_->graphics.find_thumbnail(key); }
void Host::put_thumbnail(std::uint64_t key, const Image& square) { parts_->graphics.put_thumbnail(key, square); }
void Host::drop_thumbnail(std::uint64_t key) { parts_->graphics.drop_thumbnail(key); }
int Host::thumbnail_px() const { return parts_->options.thumbnail_px; }
Image Host::screenshot() { return parts_->graphics.screenshot(); }

}  // namespace engine
