#include "app/pages/train/left_out_choice.h"

#include <algorithm>

#include "app/core/joined.h"
#include "app/pages/train/train_view.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

const LabelledSource* named(const LabelledSources& choices, const std::string& source) {
  const auto found = std::ranges::find(choices.sources, source, &LabelledSource::source);
  return found == choices.sources.end() ? nullptr : &*found;
}

std::string images_of(std::size_t count) { return counted(static_cast<std::int64_t>(count), "image", "images"); }

}  // namespace

void LabelledSources::follow(const Gallery& gallery) {
  if (facts_version == gallery.facts_version()) return;
  const ImageTable& table = gallery.table();
  const WordColumn& column = *table.words("source");
  std::vector<LabelledSource> by_code(column.distinct());
  for (std::uint32_t code = 0; code < by_code.size(); ++code) by_code[code].source = column.word(code);
  train = val = 0;
  for (const Row row : table.all().rows()) {
    if (gallery.group(row) < 0) continue;
    LabelledSource& of = by_code[column.code_of(row)];
    const Split split = table.split(row);
    ++of.images;
    of.train += split == Split::Train ? 1U : 0U;
    of.val += split == Split::Val ? 1U : 0U;
    of.test += split == Split::Test ? 1U : 0U;
    train += split == Split::Train ? 1U : 0U;
    val += split == Split::Val ? 1U : 0U;
  }
  std::erase_if(by_code, [](const LabelledSource& one) { return one.source.empty() || one.images == 0; });
  std::ranges::sort(by_code, {}, &LabelledSource::source);
  sources = std::move(by_code);
  facts_version = gallery.facts_version();
}

LeftOutWords left_out_words(const LabelledSources& choices, const std::vector<std::string>& leave_out) {
  LabelledSource all;
  for (const std::string& source : leave_out) {
    const LabelledSource* one = named(choices, source);
    if (one == nullptr) return {"", "No labelled image is of the source " + source + "."};
    all.images += one->images;
    all.train += one->train;
    all.val += one->val;
    all.test += one->test;
  }
  if (choices.train == all.train) return {"", "No labelled training image is left without " + joined(leave_out) + "."};
  std::string words = images_of(all.images) + " of " + joined(leave_out) +
                      " left out: " + grouped(static_cast<std::int64_t>(all.train)) + " of " +
                      images_of(choices.train) + " teach nothing, " + grouped(static_cast<std::int64_t>(all.val)) +
                      " of " + grouped(static_cast<std::int64_t>(choices.val)) +
                      " do not validate. The run is judged on them when it ends";
  if (all.test > 0) words += "; " + grouped(static_cast<std::int64_t>(all.test)) + " of their test split stay sealed";
  return {words + ".", ""};
}

// Only where there is a choice, or another one was made elsewhere.
void draw_left_out_choice(TrainContext& context) {
  TrainView& view = context.view;
  std::vector<std::string>& leave_out = view.form.leave_out;
  view.sources.follow(context.models.gallery);
  if (view.sources.sources.size() < 2 && leave_out.empty()) return;
  std::vector<std::string> names = {"nothing"};
  for (const LabelledSource& one : view.sources.sources) names.push_back(one.source);
  const auto is =
      leave_out.size() == 1 ? std::ranges::find(names.begin() + 1, names.end(), leave_out.front()) : names.end();
  int selected = leave_out.empty() ? 0 : static_cast<int>(is - names.begin());
  if (is == names.end() && !leave_out.empty()) names.push_back(joined(leave_out));  // several, by the command line
  if (choice(context.style, "train.leave_out", "Leave out", names, selected)) {
    const std::string chosen = names[static_cast<std::size_t>(selected)];
    if (selected == 0)
      leave_out.clear();
    else if (selected <= static_cast<int>(view.sources.sources.size()))
      leave_out = {chosen};
  }
  tooltip(context.style,
          "A source of which the run learns nothing and by which it chooses nothing, to see how good it is on images "
          "from elsewhere. Each source in turn, in one table: nevus train WORKSPACE --leave-out each");
  if (leave_out.empty()) return;
  const LeftOutWords said = left_out_words(view.sources, leave_out);
  paragraph(context.style, context.style.fonts.tiny,
            said.problem.empty() ? context.style.theme.muted : context.style.theme.warning, said.words + said.problem);
}

}  // namespace app
