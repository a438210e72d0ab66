#include "app/intake/account_text.h"

#include "app/core/number_text.h"
#include "app/intake/spelling.h"
#include "app/intake/text_encoding.h"

namespace app {
namespace {

constexpr std::size_t kShownColumns = 12;

void add(std::string& list, const std::string& word) { list += (list.empty() ? "" : ", ") + word; }

std::string names_with_role(const SourceTable& table, ColumnRole role) {
  std::string names;
  std::size_t count = 0;
  for (const SourceColumn& column : table.columns) {
    if (column.role != role || !column.key.empty() || ++count > kShownColumns) continue;
    add(names, column.name + (column.leak ? " (tells the diagnosis)" : ""));
  }
  if (count > kShownColumns) names += ", … (" + grouped(static_cast<std::int64_t>(count)) + " in all)";
  return names;
}

}  // namespace

std::string on_one_line(std::string_view text) {
  std::string shown;
  for (const char letter : text) {
    if (holds_controls({&letter, 1}))
      shown += letter == '\n' ? "\\n" : letter == '\r' ? "\\r" : letter == '\t' ? "\\t" : "\\?";
    else
      shown += letter;
  }
  return shown;
}

std::string text_of(const LeftOut& left_out) {
  std::string examples;
  for (const std::string& example : left_out.examples) add(examples, example);
  const bool more = static_cast<std::size_t>(left_out.count) > left_out.examples.size();
  return grouped(left_out.count) + " " + left_out.reason + (examples.empty() ? "" : ": " + examples) +
         (more && !examples.empty() ? ", …" : "");
}

std::string text_of(const Spelling& spelling) {
  std::string found;
  for (const auto& [text, count] : spelling.found) add(found, "\"" + on_one_line(text) + "\" (" + grouped(count) + ")");
  return "the label " + spelling.label + " was spelt " + found;
}

std::string text_of(const SplitWord& word) {
  const std::string count = " (" + grouped(word.count) + ")";
  if (word.split.empty()) return "\"" + word.word + "\" is no known word for a split: its pictures have none" + count;
  return "the split \"" + word.word + "\" was read as " + word.split + count;
}

std::string text_of(const SourceTable& table) {
  std::string used;
  for (const SourceColumn& column : table.columns)
    if (column.role != ColumnRole::Metadata && (column.role != ColumnRole::Ignored || !column.key.empty()) &&
        used.size() < 400)
      add(used, column.name + " as " + use_of(column));
  std::string text = utf8_text(table.path.filename().string()) + ": " + grouped(table.rows) + " rows";
  if (!table.encoding.empty()) text += ", " + table.encoding;
  if (!table.separator.empty()) text += ", separator " + table.separator;
  if (!used.empty()) text += "; " + used;
  const std::string kept = names_with_role(table, ColumnRole::Metadata);
  const std::string unused = names_with_role(table, ColumnRole::Ignored);
  if (!kept.empty()) text += "; kept as metadata: " + kept;
  if (!unused.empty()) text += "; not used: " + unused;
  return text;
}

std::vector<std::string> account_of(const ImportSource& source) {
  std::vector<std::string> lines;
  if (source.needs_mapping) lines.emplace_back("something must be chosen before this can be imported");
  for (const LeftOut& left_out : source.left_out) lines.push_back(text_of(left_out));
  for (const SplitWord& word : source.split_words)
    if (split_named(word.word) != word.split || word.split != word.word) lines.push_back(text_of(word));
  for (const Spelling& spelling : source.spellings) lines.push_back(text_of(spelling));
  lines.insert(lines.end(), source.notes.begin(), source.notes.end());
  for (const SourceTable& table : source.tables) lines.push_back(text_of(table));
  return lines;
}

}  // namespace app
