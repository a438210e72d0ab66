#include "app/shell/appearance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app/core/json.h"
#include "app/workspace/model_store.h"
#include "engine/ui/scale.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr int kFramesToFit = 2;

fs::path choice_file() { return user_data_folder() / "appearance.json"; }

std::string scale_text(float scale) { return std::to_string(std::lround(scale * 100)) + " %"; }

struct AppearanceLine {
  const char* id;
  const char* title;
  const char* tooltip;
  const char* key;
  std::array<const char*, 2> other_keys;
  void (*run)(Appearance&);
};

constexpr std::array kRows = {
    AppearanceLine{"scale-up",
                   "Larger interface",
                   "Everything on the screen larger, up to 300 %",
                   "ctrl+=",
                   {"ctrl++", "ctrl+shift+="},
                   [](Appearance& a) { a.change_scale(1); }},
    AppearanceLine{"scale-down",
                   "Smaller interface",
                   "Everything on the screen smaller, down to 75 %",
                   "ctrl+-",
                   {"ctrl+shift+-", ""},
                   [](Appearance& a) { a.change_scale(-1); }},
    AppearanceLine{"scale-usual",
                   "Interface as the display asks",
                   "The scale that fits the display's density",
                   "ctrl+0",
                   {"ctrl+shift+0", ""},
                   [](Appearance& a) { a.usual_scale(); }},
    AppearanceLine{
        "theme", "Light theme", "Light or dark", "ctrl+shift+l", {"", ""}, [](Appearance& a) { a.toggle_theme(); }},
    AppearanceLine{
        "present",
        "Presentation",
        "Large type and nothing but the page, for a projector; a double click on a card shows it alone, Escape ends it",
        "f11",
        {"", ""},
        [](Appearance& a) { a.present(!a.presenting()); }},
};

}  // namespace

AppearanceChoice remembered_appearance() {
  AppearanceChoice choice;
  std::ifstream in(choice_file());
  const std::string text(std::istreambuf_iterator<char>(in), {});
  if (text.empty()) return choice;
  try {
    const Json json = Json::parse(text);
    const float scale = json.at("scale").get<float>();
    if (scale == 0 || (scale >= engine::kLeastScale && scale <= engine::kMostScale)) choice.scale = scale;
    choice.theme = json.at("theme").get<std::string>();
  } catch (const std::exception&) {  // written by hand, or by another version: the window opens as if there were none
    return {};
  }
  return choice;
}

void remember_appearance(const AppearanceChoice& choice) {
  std::error_code ignored;
  fs::create_directories(user_data_folder(), ignored);
  const Json json{{"scale", choice.scale}, {"theme", choice.theme}};
  std::ofstream(choice_file()) << json.dump(2) << '\n';
}

Appearance::Appearance(engine::Host& host, const AppearanceChoice& start) : host_(host), choice_(start) {
  host_.set_theme(engine::theme_named(choice_.theme));
  apply_scale();
}

void Appearance::apply_scale() {
  const float scale = choice_.scale > 0 ? choice_.scale : host_.display_scale();
  host_.set_scale(presenting_ ? std::min(scale * kPresentation, engine::kMostScale) : scale);
}

void Appearance::change_scale(int notches) {
  const float now = choice_.scale > 0 ? choice_.scale : host_.display_scale();
  choice_.scale = engine::next_scale(now, notches);
  apply_scale();
  news_due_ = kFramesToFit;
}

void Appearance::usual_scale() {
  choice_.scale = 0;
  apply_scale();
  news_due_ = kFramesToFit;
}

void Appearance::toggle_theme() {
  choice_.theme = light() ? "dark" : "light";
  host_.set_theme(engine::theme_named(choice_.theme));
}

void Appearance::present(bool on) {
  presenting_ = on;
  apply_scale();
}

std::optional<std::string> Appearance::take_news() {
  if (news_due_ == 0 || --news_due_ > 0) return std::nullopt;
  const float wanted = host_.wanted_scale(), seen = host_.scale();
  if (std::abs(wanted - seen) < 0.005F) return "Interface " + scale_text(seen);
  return "Interface " + scale_text(seen) + ": the window has no room for " + scale_text(wanted);
}

bool Appearance::take_key(std::string_view chord) {
  for (const AppearanceLine& row : kRows) {
    if (row.key != chord && std::ranges::find(row.other_keys, chord) == row.other_keys.end()) continue;
    if (std::string_view(row.id) == "present") return false;  // there is nothing to present yet
    row.run(*this);
    return true;
  }
  return false;
}

void Appearance::enter_actions(ActionTable& actions) {
  for (const AppearanceLine& row : kRows) {
    Action action{.id = row.id,
                  .menu = "View",
                  .title = row.title,
                  .tooltip = row.tooltip,
                  .shortcut = row.key,
                  .over_everything = true,
                  .over_text_field = true,
                  .run = [this, run = row.run] { run(*this); }};
    std::ranges::copy_if(row.other_keys, std::back_inserter(action.other_shortcuts),
                         [](const char* key) { return *key != '\0'; });
    if (action.id == "theme") action.name = [this] { return light() ? "Dark theme" : "Light theme"; };
    if (action.id == "present") action.name = [this] { return presenting_ ? "End the presentation" : "Presentation"; };
    actions.add(std::move(action));
  }
  actions.add({.id = "end-presentation",
               .title = "End the presentation",
               .tooltip = "Back to the whole window",
               .shortcut = "escape",
               .offered = [this] { return presenting_; },
               .run = [this] { present(false); }});
}

}  // namespace app
