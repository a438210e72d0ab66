// Draws the Compare page. Main thread only, while a frame is built.
#pragma once

#include "app/pages/compare/compare_view.h"

namespace app {

inline constexpr float kLine_px = 18;

void draw_compare(CompareContext& context, widgets::Rect page);

// In the layout of the current window.
void draw_runs_list(CompareContext& context);
std::string why_no_settings(const CompareView& view);  // where there are none to show
void draw_compared_settings(CompareContext& context);
void draw_threshold_choice(CompareContext& context);
void draw_referral_choice(CompareContext& context);
std::string why_no_comparison(const CompareView& view, const RunView& run);  // where there is none to show
void draw_comparison(CompareContext& context);
void draw_elsewhere(CompareContext& context);
// What the numbers are of: "run 3 on validation of FOLDER, n 120, at the threshold 0.310". The form may say otherwise.
std::string elsewhere_words(const std::string& run, const ElsewhereRequest& asked, const EvaluateOutcome& outcome);

// A − B: what only A puts into a cell and what only B does; a cell answers with its images.
void draw_difference_matrix(CompareContext& context, const widgets::Rect& in);

ImU32 colour_of_a(const engine::Theme& theme);
ImU32 colour_of_b(const engine::Theme& theme);

}  // namespace app
