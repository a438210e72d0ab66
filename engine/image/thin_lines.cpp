#include "engine/image/thin_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace engine {
namespace {

constexpr int kReach_px = 4;       // half of the widest line, and what lies beside it
constexpr int kStep = 14;          // how much darker than both sides a line is
constexpr std::uint8_t kNone = 0;  // else 1 + the direction across the line

struct Offset {
  int x, y;
};
constexpr std::array<Offset, 4> kAcross = {{{kReach_px, 0}, {3, 3}, {0, kReach_px}, {-3, 3}}};

// Per pixel the direction across the line it lies on.
std::vector<std::uint8_t> line_pixels(const Brightness& picture) {
  std::vector<std::uint8_t> lines(picture.values.size(), kNone);
  for (int y = kReach_px; y < picture.height_px - kReach_px; ++y) {
    for (int x = kReach_px; x < picture.width_px - kReach_px; ++x) {
      const int here = picture.at(x, y) + kStep;
      int best = 0;
      for (std::size_t k = 0; k < kAcross.size(); ++k) {
        const auto [dx, dy] = kAcross[k];
        const int depth = std::min(picture.at(x + dx, y + dy), picture.at(x - dx, y - dy)) - here;
        if (depth <= best) continue;
        best = depth;
        lines[static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width_px) + static_cast<std::size_t>(x)] =
            static_cast<std::uint8_t>(k + 1);
      }
    }
  }
  return lines;
}

// Touching pixels: how many, where, and how they lie.
struct Piece {
  int pixels = 0;
  double x = 0, y = 0;                 // centre
  double length_px = 0, width_px = 0;  // of the ellipse with the same moments
  double angle_rad = 0;                // of its length, 0..pi
};

class Pieces {
 public:
  Pieces(std::vector<std::uint8_t> lines, int width_px, bool one_direction)
      : lines_(std::move(lines)), width_px_(width_px), one_direction_(one_direction) {}

  std::vector<Piece> all() {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (lines_[i] == kNone) continue;
      const Piece piece = take(static_cast<int>(i));
      if (piece.pixels >= kFewest) pieces.push_back(piece);
    }
    return pieces;
  }

 private:
  static constexpr int kFewest = 5;

  // Margins are empty, so neighbours never leave the picture.
  Piece take(int first) {
    const std::uint8_t direction = lines_[static_cast<std::size_t>(first)];
    double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
    Piece piece;
    stack_.assign(1, first);
    lines_[static_cast<std::size_t>(first)] = kNone;
    while (!stack_.empty()) {
      const int pixel = stack_.back();
      stack_.pop_back();
      const double x = pixel % width_px_, y = pixel / width_px_;
      ++piece.pixels;
      sx += x, sy += y, sxx += x * x, syy += y * y, sxy += x * y;
      for (const int step :
           {1, -1, width_px_, -width_px_, width_px_ + 1, width_px_ - 1, -width_px_ + 1, -width_px_ - 1}) {
        std::uint8_t& next = lines_[static_cast<std::size_t>(pixel + step)];
        if (next == kNone || (one_direction_ && next != direction)) continue;
        next = kNone;
        stack_.push_back(pixel + step);
      }
    }
    const double n = piece.pixels;
    piece.x = sx / n;
    piece.y = sy / n;
    shape(piece, sxx / n - piece.x * piece.x, syy / n - piece.y * piece.y, sxy / n - piece.x * piece.y);
    return piece;
  }

  static void shape(Piece& piece, double xx, double yy, double xy) {
    const double middle = (xx + yy) / 2, spread = std::hypot((xx - yy) / 2, xy);
    piece.length_px = std::sqrt(12 * (middle + spread));
    piece.width_px = std::sqrt(12 * std::max(0.0, middle - spread));
    piece.angle_rad = std::atan2(2 * xy, xx - yy) / 2;
    if (piece.angle_rad < 0) piece.angle_rad += M_PI;
  }

  std::vector<std::uint8_t> lines_;
  int width_px_;
  bool one_direction_;
  std::vector<int> stack_;
};

// Long for its area: a net or a blotch of the same extent has much more of it.
bool is_hair(const Piece& piece, double side_px) {
  return piece.length_px > 0.14 * side_px && piece.pixels < 7 * piece.length_px;
}

bool is_mark(const Piece& piece, double side_px) {
  return piece.length_px > 0.018 * side_px && piece.length_px < 0.16 * side_px &&
         piece.length_px > 1.6 * piece.width_px;
}

// Places in a row along the ruler: the longest stretch of even gaps.
int even_marks(std::vector<double> places, double most_px) {
  std::ranges::sort(places);
  int best = 0;
  for (std::size_t first = 0; first + 1 < places.size(); ++first) {
    const double gap = places[first + 1] - places[first];
    if (gap < 3 || gap > most_px) continue;
    int marks = 2;
    double last = places[first + 1];
    for (std::size_t next = first + 2; next < places.size(); ++next) {
      const double steps = (places[next] - last) / gap;
      if (steps > 2.2) break;
      if (std::abs(steps - std::round(steps)) > 0.18 || steps < 0.8) continue;
      last = places[next];
      ++marks;
    }
    best = std::max(best, marks);
  }
  return best;
}

// Marks that are parallel to `mark` and lie beside it, not before or behind it.
int marks_in_row(const std::vector<Piece>& marks, const Piece& mark, double side_px) {
  const double along_x = std::cos(mark.angle_rad), along_y = std::sin(mark.angle_rad);
  std::vector<double> places;
  for (const Piece& other : marks) {
    double turn = std::abs(other.angle_rad - mark.angle_rad);
    turn = std::min(turn, M_PI - turn);
    const double dx = other.x - mark.x, dy = other.y - mark.y;
    const double across = -dx * along_y + dy * along_x;
    const double longer = other.length_px / mark.length_px;
    if (turn < 0.3 && longer > 0.4 && longer < 2.5 &&
        std::abs(dx * along_x + dy * along_y) < 0.015 * side_px + 0.06 * std::abs(across))
      places.push_back(across);
  }
  return even_marks(std::move(places), 0.12 * side_px);
}

}  // namespace

LineShares find_thin_lines(const Brightness& brightness) {
  const double side_px = std::min(brightness.width_px, brightness.height_px);
  std::vector<std::uint8_t> lines = line_pixels(brightness);
  LineShares shares;
  double hair = 0;
  for (const Piece& piece : Pieces(lines, brightness.width_px, false).all())
    if (is_hair(piece, side_px)) hair += piece.pixels;
  shares.hair = static_cast<float>(100 * hair / static_cast<double>(std::max<std::size_t>(1, lines.size())));
  std::vector<Piece> marks;
  for (const Piece& piece : Pieces(std::move(lines), brightness.width_px, true).all())
    if (is_mark(piece, side_px)) marks.push_back(piece);
  constexpr std::size_t kMostMarks = 300;  // more of them are a pattern of the skin
  int best = 0;
  if (marks.size() <= kMostMarks)
    for (const Piece& mark : marks) best = std::max(best, marks_in_row(marks, mark, side_px));
  constexpr int kByChance = 5, kSure = 13;
  const float marked = static_cast<float>(std::clamp(best - kByChance, 0, kSure - kByChance)) / (kSure - kByChance);
  shares.ruler = 100.0F * marked / (1.0F + shares.hair);  // among hairs some lie evenly by chance
  return shares;
}

}  // namespace engine
