#include "engine/passes/triangle_runs.h"

#include <cmath>

namespace engine {
namespace {

bool is_at(const ImVec2& uv, const ImVec2& place) { return uv.x == place.x && uv.y == place.y; }

Paint paint_of(const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, const TriangleRuns::Source& source) {
  const bool solid = source.holds_white && is_at(a.uv, source.white_uv) && is_at(b.uv, source.white_uv) &&
                     is_at(c.uv, source.white_uv);
  const bool opaque = (a.col & b.col & c.col & IM_COL32_A_MASK) == IM_COL32_A_MASK;
  if (solid) return opaque ? Paint::OpaqueSolid : Paint::Solid;
  return opaque && source.opaque ? Paint::OpaqueImage : Paint::General;
}

float area_of(const ImVec2& a, const ImVec2& b, const ImVec2& c) {
  return std::abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)) / 2;
}

}  // namespace

std::span<const TriangleRun> TriangleRuns::cut(const ImDrawList& list, const ImDrawCmd& command, const Source& source) {
  candidates_.clear();
  const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
  const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
  for (std::uint32_t i = 0; i + 2 < command.ElemCount; i += 3) {
    const ImDrawVert &a = vertices[indices[i]], &b = vertices[indices[i + 1]], &c = vertices[indices[i + 2]];
    append(paint_of(a, b, c, source), i, area_of(a.pos, b.pos, c.pos));
  }
  settle();
  return runs_;
}

void TriangleRuns::append(Paint paint, std::uint32_t first_index, float area_px) {
  if (candidates_.empty() || candidates_.back().run.paint != paint) candidates_.push_back({{paint, first_index, 0}, 0});
  candidates_.back().run.indices += 3;
  candidates_.back().area_px += area_px;
}

void TriangleRuns::settle() {
  runs_.clear();
  for (const Candidate& candidate : candidates_) {
    const Paint paint = candidate.area_px < kWorthwhile_px ? Paint::General : candidate.run.paint;
    if (runs_.empty() || runs_.back().paint != paint) runs_.push_back({paint, candidate.run.first_index, 0});
    runs_.back().indices += candidate.run.indices;
  }
}

}  // namespace engine
