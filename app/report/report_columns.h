// Further columns of an index that tell something of images by their name: skin tone, kind of picture, ethnicity, date.
// Only those in which a value stands. For this folder. Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/report/report_facts.h"

namespace app {

std::vector<std::string> skin_tone_columns(const ReportFacts& facts);
// Dermoscopy, a clinical photograph, a total body picture.
std::vector<std::string> kind_columns(const ReportFacts& facts);
std::vector<std::string> ethnicity_columns(const ReportFacts& facts);
// But for dates of birth.
std::vector<std::string> date_columns(const ReportFacts& facts);

// "1,204 of 2,637 images" or null where no image tells it.
Json recorded(const ReportFacts& facts, const Shares& shares);
// "image_type of 9 of 10 images; …"; null where there are no columns.
Json recorded_in(const ReportFacts& facts, const std::vector<std::string>& columns);

}  // namespace app
