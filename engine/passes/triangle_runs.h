// Cuts a draw command into runs of triangles that a cheaper pipeline can draw with the same result: filled shapes need
// no texture, and what is opaque needs no blending. ImGui mixes both with text in one command. On a software
// rasteriser that is most of a frame: a texel costs several times a fill, and an opaque run that covers a tile of the
// screen spares what lies under it.
//
// Only runs worth a draw call of their own are cut out; the rest is drawn the general way, which is right for all.
// Any thread; one object is used again and again so that nothing is allocated per command.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <imgui.h>

namespace engine {

enum class Paint { General, OpaqueImage, Solid, OpaqueSolid };
inline constexpr std::size_t kPaints = 4;

struct TriangleRun {
  Paint paint = Paint::General;
  std::uint32_t first_index = 0, indices = 0;  // from the command's first
};

class TriangleRuns {
 public:
  // What the command's texture allows: text and shapes share the font's, in which one texel is white.
  struct Source {
    bool holds_white = false;
    ImVec2 white_uv;
    bool opaque = false;  // every texel is
  };

  static constexpr float kWorthwhile_px = 2000;  // area of a run that pays for its draw call

  // Valid until the next call. In the order of drawing, without gaps.
  std::span<const TriangleRun> cut(const ImDrawList& list, const ImDrawCmd& command, const Source& source);

 private:
  struct Candidate {
    TriangleRun run;
    float area_px = 0;
  };

  void append(Paint paint, std::uint32_t first_index, float area_px);
  void settle();

  std::vector<Candidate> candidates_;
  std::vector<TriangleRun> runs_;
};

}  // namespace engine
