#include "app/pages/inspect/inspect_page.h"

#include <functional>
#include <utility>

#include "app/pages/inspect/inspect_commands.h"
#include "app/pages/inspect/inspect_panel.h"

namespace app {
namespace {

constexpr const char* kCardOfAFile = "inspect.file";  // in place of the page, for keys

}  // namespace

const PageInfo& InspectPage::info() const {
  static const PageInfo info{"inspect", "Inspect", "One image, its history and why the model thinks so", "f2",
                             engine::Icon::Inspect};
  return info;
}

void InspectPage::draw(PageContext& context, widgets::Rect in) {
  InspectContext own{context, view_};
  draw_inspect(own, in);
}

void InspectPage::enter_commands(CommandTable& table) {
  table.on<OpenImage>("Open the image", [this](const OpenImage& c) {
    session_.select({{c.row}, c.row});
    commands_.push(ShowPage{"inspect"});
  });
  table.on<PinImage>("Pin the image", [this](const PinImage&) { second_.pin(); });
  table.on<CloseDropped>("Close the file", [this](const CloseDropped&) { dropped_.close(); });
}

void InspectPage::update() {
  second_.follow();
  dropped_.follow();
}

// A file that was dropped covers the image in focus: no key may label what is not seen.
std::string_view InspectPage::keys() const {
  if (view_.dropped.open) return kCardOfAFile;
  return info().id;
}

void InspectPage::hidden() {
  dropped_.close();
  session_.see_one_image(false);
}

bool InspectPage::files_dropped(std::span<const std::filesystem::path> paths) {
  if (!is_one_picture(paths)) return false;
  dropped_.open(paths.front());
  return true;
}

std::optional<std::string> InspectPage::script_value(const std::string& key) const {
  const FocusedImage& dropped = view_.dropped.image;
  if (key == "dropped") return view_.dropped.open ? "1" : "0";
  if (key == "dropped.state")
    return dropped.state == LoadState::Failed ? "failed"
           : !dropped.model_problem.empty()   ? "no model"
           : dropped.predicted_group >= 0     ? "ready"
                                              : "loading";
  if (key == "dropped.group")
    return dropped.predicted_group < 0 ? ""
                                       : dropped.probabilities[static_cast<std::size_t>(dropped.predicted_group)].group;
  if (key == "dropped.colours") return colours_in_words(dropped);
  if (key == "dropped.model_px") return std::to_string(dropped.model_px);
  if (key == "pair.state")
    return view_.compare.with == CompareWith::None                  ? "off"
           : view_.compare.other.heat.state == HeatState::Computing ? "computing"
           : view_.compare.other.predicted_group >= 0               ? "ready"
                                                                    : "loading";
  if (key == "pair.model") return view_.compare.other.model_name;
  if (key == "pair.image") return view_.compare.other.file_name;
  if (key == "pair.group") return std::to_string(view_.compare.other.heat.group);
  if (key == "pair.evidence") return view_.compare.other.evidence_group();
  if (key == "pair.threshold") return std::to_string(view_.compare.other.threshold);
  if (key == "mask.pieces") return std::to_string(session_.models().image.mask.outline.size());
  if (key == "outline") return view_.show_outline ? "1" : "0";
  return std::nullopt;
}

void InspectPage::enter_compare_actions(ActionTable& table) {
  const auto add = [&](const char* id, const char* title, const char* tooltip, const char* key,
                       std::function<void()> run) {
    table.add({.id = id,
               .menu = "View",
               .title = title,
               .tooltip = tooltip,
               .shortcut = key,
               .scope = Scope::Page,
               .pages = {"inspect"},
               .run = std::move(run)});
  };
  add("outline", "Outline of the lesion", "Show or hide the border of the image's mask", "m",
      [this] { view_.show_outline = !view_.show_outline; });
  add("pin-image", "Pin the image", "Compare the images you go on to with this one", "k", [this] { second_.pin(); });
  add("compare-pictures", "Compare with…", "Off, another image, another run, another class", "c", [this] {
    PairView& compare = view_.compare;
    compare.with = static_cast<CompareWith>((static_cast<int>(compare.with) + 1) % 4);
    if (compare.with == CompareWith::Image && !compare.pinned) second_.pin();
  });
  add("wipe", "Wipe or side by side", "How the two pictures that are compared stand", "w",
      [this] { view_.compare.wipe = !view_.compare.wipe; });
}

void InspectPage::enter_actions(ActionTable& table) {
  enter_compare_actions(table);
  table.add({.id = "close-dropped",
             .title = "Close the file",
             .tooltip = "Back from the card of the file to the set",
             .shortcut = "escape",
             .scope = Scope::Page,
             .pages = {kCardOfAFile},
             .run = [this] { dropped_.close(); }});
  table.add({.id = "open",
             .title = "Open image",
             .tooltip = "Show the focused image in Inspect",
             .shortcut = "enter",
             .scope = Scope::Page,
             .pages = {"library", "wall"},
             .run = [this] { commands_.push(ShowPage{"inspect"}); }});
  table.add({.id = "back",
             .title = "Back to the Library",
             .tooltip = "Leave the image",
             .shortcut = "escape",
             .scope = Scope::Page,
             .pages = {"inspect"},
             .run = [this] { commands_.push(ShowPage{"library"}); }});
  table.add({.id = "zoom-fit",
             .menu = "View",
             .title = "Fit image",
             .tooltip = "Zoom so that the whole image is seen",
             .shortcut = "f",
             .scope = Scope::Page,
             .pages = {"inspect"},
             .run = [this] { view_.zoom_request = ZoomRequest::Fit; }});
  table.add({.id = "zoom-actual",
             .menu = "View",
             .title = "Actual pixels",
             .tooltip = "One image pixel per screen pixel",
             .shortcut = "g",
             .scope = Scope::Page,
             .pages = {"inspect"},
             .run = [this] { view_.zoom_request = ZoomRequest::Actual; }});
}

}  // namespace app
