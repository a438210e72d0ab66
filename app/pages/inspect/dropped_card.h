// The result card of a picture that is in no set: the picture with its size, what the model says at the card's own
// threshold, probabilities as bars, advice in words, the model, and what all of this is not. Nothing is imported.
//
//   DroppedFile file(session, host, lane, inbox, view.dropped);   file.open(path);   draw_dropped(context, rect);
//
// Main thread only, but for the work on the lane. Owns the picture.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/focused_image_loader.h"
#include "app/models/session.h"
#include "app/pages/inspect/inspect_view.h"
#include "engine/host/host.h"

namespace app {

inline constexpr float kLeastCardThreshold = 0.02F, kMostCardThreshold = 0.98F;

// One file that may be a picture: what a drop on the page takes instead of an import.
bool is_one_picture(std::span<const std::filesystem::path> paths);
// In words, for the group that was predicted; the last group is the one that is looked for.
std::string advice_for(bool positive);
// Whose evidence the colours are: "Colours (key H): evidence for malignant."; empty: there is no answer yet.
std::string colours_in_words(const FocusedImage& image);

class DroppedFile {
 public:
  DroppedFile(Session& session, engine::Host& host, JobLane& lane, Inbox& inbox, DroppedView& view)
      : session_(session), view_(view), loader_(host, lane, inbox, view.image) {}

  void open(const std::filesystem::path& file);
  void close();
  void follow();  // before each frame: the shown run's model, the card's threshold

 private:
  Session& session_;
  DroppedView& view_;
  FocusedImageLoader loader_;
  std::string model_;
  std::uint64_t model_version_ = 0;
  ImageId number_ = 0;  // negative: it is no image of the workspace
};

void draw_dropped(InspectContext& context, const widgets::Rect& page);

}  // namespace app
