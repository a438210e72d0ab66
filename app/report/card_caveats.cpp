// What a model was not tested on, as far as the data can tell: sources, ages, sexes, sites, skin tones, kinds of
// picture.
#include <algorithm>
#include <cmath>
#include <set>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/report/card_parts.h"
#include "app/report/report_columns.h"

namespace app {
namespace {

constexpr std::int64_t kFew = 30;  // as slices call small
constexpr int kAdult_years = 18;

// The images that were judged, and how many of them have which value.
class Evaluated {
 public:
  explicit Evaluated(const ReportFacts& facts) {
    for (const db::Image& image : facts.data.images)
      if (facts.evaluated.contains(image.id)) images_.push_back(&image);
  }

  const std::vector<const db::Image*>& images() const { return images_; }
  Shares shares(std::string db::Image::*column) const {
    Shares shares;
    for (const db::Image* image : images_) ++shares[image->*column];
    return shares;
  }

 private:
  std::vector<const db::Image*> images_;
};

std::string counted(std::int64_t images) { return grouped(images) + (images == 1 ? " image" : " images"); }

std::string sources_text(const ReportFacts& facts, const Evaluated& evaluated) {
  std::set<std::string> trained;
  for (const db::Image& image : facts.data.images)
    if (image.split == db::Split::Train && !image.source.empty()) trained.insert(image.source);
  std::vector<std::string> new_ones, known;
  std::int64_t unknown = 0;
  for (const auto& [source, images] : evaluated.shares(&db::Image::source)) {
    if (source.empty())
      unknown = images;
    else
      (trained.contains(source) ? known : new_ones).push_back(source + " (" + counted(images) + ")");
  }
  std::string text = new_ones.empty() ? "no source that it was not trained on" : "new to it: " + joined(new_ones);
  if (!known.empty()) text += "; tested and trained on: " + joined(known);
  if (unknown > 0) text += "; source not recorded of " + counted(unknown);
  return text;
}

std::string ages_text(const Evaluated& evaluated) {
  std::int64_t with = 0, minors = 0;
  double youngest = 0, oldest = 0;
  for (const db::Image* image : evaluated.images()) {
    if (!image->age_years || !std::isfinite(*image->age_years)) continue;
    const double age = *image->age_years;
    youngest = with == 0 ? age : std::min(youngest, age);
    oldest = with == 0 ? age : std::max(oldest, age);
    minors += age < kAdult_years ? 1 : 0;
    ++with;
  }
  if (with == 0) return "not recorded of any evaluated image, so no age can be said to be tested";
  std::string text = minors == 0 ? "no image of anyone under 18" : "under 18: " + counted(minors);
  if (minors > 0 && minors < kFew) text += ", too few to tell";
  return text + "; from " + std::to_string(static_cast<int>(youngest)) + " to " +
         std::to_string(static_cast<int>(oldest)) + " years in the " + counted(with) + " with an age";
}

// The values of the whole set that few or none of the evaluated images have.
std::string rare_text(const ReportFacts& facts, const Evaluated& evaluated, std::string db::Image::*column) {
  Shares of_set;
  for (const db::Image& image : facts.data.images) ++of_set[image.*column];
  Shares shares = evaluated.shares(column);
  std::vector<std::string> rare;
  for (const auto& [value, images] : of_set)
    if (!value.empty() && shares[value] < kFew) rare.push_back(value + " (" + counted(shares[value]) + ")");
  if (of_set.size() == 1 && of_set.begin()->first.empty()) return "not recorded of any image";
  std::string text = rare.empty() ? "none of those recorded" : joined(rare);
  if (shares[""] > 0) text += "; not recorded of " + counted(shares[""]);
  return text;
}

std::string skin_text(const ReportFacts& facts) {
  const std::vector<std::string> columns = skin_tone_columns(facts);
  if (columns.empty()) return "no column tells them, so no difference between them can be seen";
  std::string text;
  for (const std::string& column : columns) {
    std::vector<std::string> rare;
    Shares of_set = extra_shares(facts, column), shares;
    for (const ImageId id : facts.evaluated) {
      const auto known = facts.extra.find(id);
      if (known == facts.extra.end()) continue;
      const auto value = known->second.find(column);
      if (value != known->second.end()) ++shares[value->second];
    }
    for (const auto& [value, images] : of_set)
      if (!value.empty() && shares[value] < kFew) rare.push_back(value + " (" + counted(shares[value]) + ")");
    text += (text.empty() ? "" : "; ") + column + ", few or none: " + (rare.empty() ? "no value" : joined(rare));
  }
  return text;
}

// Dermoscopy, a clinical photograph, a total body picture: where an index tells it.
std::string kinds_text(const ReportFacts& facts) {
  const std::vector<std::string> columns = kind_columns(facts);
  if (columns.empty())
    return "no column tells dermoscopy from photographs, so other kinds than those of the set are not tested";
  std::string text;
  for (const std::string& column : columns) {
    std::vector<std::string> seen;
    for (const auto& [value, images] : extra_shares(facts, column))
      if (!value.empty()) seen.push_back(value + " (" + counted(images) + ")");
    text += (text.empty() ? "" : "; ") + column + ": nothing but " + joined(seen);
  }
  return text;
}

// Groups of the target that were judged on few images or none, and what the set knows besides.
std::string groups_text(const ReportFacts& facts) {
  const Scored& scored = facts.source.outcome.scored;
  std::vector<std::string> rare;
  for (std::size_t group = 0; group < scored.groups.size(); ++group) {
    const auto images = std::ranges::count(scored.labels, static_cast<int>(group));
    if (images < kFew) rare.push_back(scored.groups[group] + " (" + counted(images) + ")");
  }
  return (rare.empty() ? "" : "fewer than 30 images of " + joined(rare) + "; ") +
         std::string("no diagnosis besides those of the set");
}

std::string confirmed_text(const Evaluated& evaluated) {
  std::vector<std::string> ways;
  std::int64_t unknown = 0;
  for (const auto& [way, images] : evaluated.shares(&db::Image::dx_type)) {
    if (way.empty())
      unknown = images;
    else
      ways.push_back(way + " (" + counted(images) + ")");
  }
  if (ways.empty()) return "not recorded, so how sure the labels are is not known";
  return joined(ways) + (unknown > 0 ? "; not recorded of " + counted(unknown) : "");
}

}  // namespace

ReportSection card_caveats(const ReportFacts& facts, const ReportedParts& parts) {
  ReportSection section("caveats", "Caveats and recommendations", "What it was not tested on, named from the data.");
  parts.copy_fact(section, "untested", "test");
  if (!facts.source.problem.empty()) {
    section.fact("nothing", "Tested on", "nothing: " + facts.source.problem);
  } else {
    const Evaluated evaluated(facts);
    section.fact("sources", "Sources", sources_text(facts, evaluated));
    section.fact("groups", "Diagnoses", groups_text(facts));
    section.fact("ages", "Ages", ages_text(evaluated));
    section.fact("sexes", "Sexes with fewer than 30 evaluated images", rare_text(facts, evaluated, &db::Image::sex));
    section.fact("sites", "Sites with fewer than 30 evaluated images", rare_text(facts, evaluated, &db::Image::site));
    section.fact("skin", "Skin tones", skin_text(facts));
    section.fact("kinds", "Kinds of picture", kinds_text(facts));
    section.fact("confirmed", "How the evaluated diagnoses were confirmed", confirmed_text(evaluated));
  }
  parts.copy_fact(section, "untested", "clinic");
  section.fact("recommendations", "Recommendations", kForTheAuthor);
  return section;
}

}  // namespace app
