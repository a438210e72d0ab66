// Opens the window (or an image without one), runs the frames and owns everything between SDL,
// Vulkan and ImGui. On-demand: it sleeps until there is input, a wake-up or a requested redraw.
//
//   Host host({.title = "Nevus"});
//   host.run(app);                        // until quit; the app's frame() builds the ImGui interface
//
// Main thread only, but for wake(), which any thread may call. The host owns all GPU objects; ids it
// gives out (TextureRef) stay valid until they are released or the host ends.
// Throws engine::HostError when no Vulkan 1.3 device, no display or no window can be had.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/texture_ref.h"
#include "engine/host/frame_log.h"
#include "engine/image/image.h"
#include "engine/input/landmarks.h"
#include "engine/ui/fonts.h"
#include "engine/ui/theme.h"

namespace engine {

struct HostOptions {
  std::string title = "Nevus";
  int width_px = 1600;
  int height_px = 1000;
  bool headless = false;    // draws into an image; fixed clock of 1/60 s per logic frame
  bool validation = false;  // also switched on by NEVUS_VALIDATION=1
  float scale = 0;          // of the interface (engine/ui/scale.h); 0: as the display asks, 1 without one
  int thumbnail_px = 128;
  int thumbnail_layers = 1024;  // cut down to what the device offers
};

// A key press for the application: the chord in action-table form, "ctrl+shift+z".
struct KeyPress {
  std::string chord;
  bool repeat = false;
};

// What the host calls. All on the main thread.
class App {
 public:
  virtual ~App() = default;
  virtual void frame() = 0;  // build the interface
  virtual void key_pressed(
      const KeyPress& press) = 0;  // not while a text field has the keyboard, but for chords with ctrl and escape
  virtual void files_dropped(const std::vector<std::filesystem::path>& paths) = 0;
  virtual bool quit_requested() = 0;                                            // false: stay
  virtual std::optional<std::string> script_value(const std::string& key) = 0;  // for wait and expect
};

struct ScriptOutcome {
  bool passed = true;
  std::string failure;  // "line 12: expect …: it is 3"
  std::vector<std::filesystem::path> shots;
  std::vector<FrameTimes> frames;  // none without a window
};

class Host {
 public:
  explicit Host(const HostOptions& options);
  ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  void run(App& app);
  // Plays the script (engine/script/script.h) and returns when it ends. Shots go to `output`.
  ScriptOutcome run_script(App& app, const std::filesystem::path& script, const std::filesystem::path& output);

  void wake();  // any thread: a frame soon, at most one pending
  // Another frame without input, asked for while one is built: soon (what moves by itself), or once something is due
  // (a message goes). The earliest request counts, and a frame that still wants another asks again.
  void request_redraw();
  void request_redraw_in_ms(int ms);
  void quit();

  // In a window: plays a script while the window stays open, a line at a time so that it can be followed; Escape ends
  // it. How it ended is told once.
  void replay(const std::filesystem::path& script);
  bool replaying() const;
  std::string take_replay_news();
  // Writes down what the user does from now on, as a script.
  void record();
  bool recording() const;
  std::string stop_recording();

  const Fonts& fonts() const;
  // Packages of fonts that would have had characters which were shown as boxes so far.
  std::vector<std::string> missing_fonts() const;
  const Theme& theme() const;
  // Both from the next frame on.
  void set_theme(const Theme& theme);
  void set_scale(float wanted);  // 0: as the display asks
  float wanted_scale() const;
  float scale() const;  // that is seen: a small window has room for less than is wanted
  float display_scale() const;
  Landmarks& landmarks();
  std::string device_name() const;
  float last_frame_ms() const;
  bool headless() const;
  std::vector<std::string> validation_messages() const;

  // Full images and maps. The old content is retired with the frames that use it.
  TextureRef create_texture(const Image& image);
  TextureRef create_map(std::span<const float> values, int width, int height);  // one channel
  void release_texture(TextureRef texture);

  // Thumbnails: layers of one array, least recently used goes first. `key` is the caller's.
  std::optional<TextureRef> find_thumbnail(std::uint64_t key);  // marks it used
  // Uploaded within the frame's budget. Of any other size than thumbnail_px() its centre square is taken. Shown opaque.
  void put_thumbnail(std::uint64_t key, const Image& square);
  void drop_thumbnail(std::uint64_t key);
  int thumbnail_px() const;

  Image screenshot();  // what was drawn last

 private:
  class Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace engine
