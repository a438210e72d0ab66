#include "app/intake/workbook.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <stdexcept>

#include "app/core/lower_case.h"
#include "app/intake/text_encoding.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPlainPart_bytes = std::int64_t{64} << 20U;  // parts up to here are never suspicious
constexpr std::int64_t kMostPartGrowth = 200;  // a sheet in XML shrinks to a tenth, or to a fiftieth
constexpr std::array<char, 4> kOldFormat = {'\xD0', '\xCF', '\x11', '\xE0'};

// Calls for every element with its attributes.
class EachElement final : public XmlHandler {
 public:
  using Call = std::function<void(std::string_view, const XmlAttributes&)>;
  explicit EachElement(Call call) : call_(std::move(call)) {}
  void start(std::string_view element, const XmlAttributes& attributes) override { call_(element, attributes); }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

 private:
  Call call_;
};

std::string resolved(const std::string& target, const fs::path& folder) {
  const fs::path whole = target.starts_with('/') ? fs::path(target.substr(1)) : folder / target;
  return whole.lexically_normal().generic_string();
}

}  // namespace

Workbook::Workbook(const fs::path& file) : name_(utf8_text(file.string())) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, 4> head{};
  if (in.read(head.data(), head.size()) && head == kOldFormat)
    refuse("it is protected by a password or in the old format; save it without one as XLSX, or as CSV");
  zip_ = std::make_unique<ZipArchive>(file);
  open();
}

Workbook::Workbook(std::vector<std::byte> content, std::string name)
    : name_(std::move(name)), content_(std::move(content)), zip_(std::make_unique<ZipArchive>(content_, name_)) {
  open();
}

void Workbook::refuse(const std::string& reason) const {
  throw std::runtime_error("reading a workbook: " + reason + ": " + name_);
}

void Workbook::open() {
  Omissions unread;  // what is in the zip and no part of the table is nobody's loss
  for (std::string& entry : zip_->names(unread)) entries_.emplace(in_lower_case(entry), entry);
  std::string book = "xl/workbook.xml";
  for (const auto& [id, link] : links_of(""))
    if (link.kind == "officeDocument") book = link.entry;
  if (entry_named(book).empty()) refuse("it is no XLSX workbook; check that it was copied whole, or save it as CSV");
  const Links links = links_of(book);
  find_sheets(book, links);
  read_shared(links);
}

std::string Workbook::entry_named(const std::string& name) const {
  const auto found = entries_.find(in_lower_case(name));
  return found == entries_.end() ? "" : found->second;
}

ByteSource Workbook::part(const std::string& entry) {
  const std::int64_t most = std::max(kPlainPart_bytes, zip_->packed_bytes() * kMostPartGrowth);
  zip_->begin(entry_named(entry), std::min(most, ZipArchive::kMostTable_bytes));
  return [zip = zip_.get()](std::span<char> into) { return zip->read_on(into); };
}

// What a part points to stands in "_rels/PART.rels" beside it.
Workbook::Links Workbook::links_of(const std::string& entry) {
  const fs::path folder = fs::path(entry).parent_path();
  const std::string list = (folder / "_rels" / (fs::path(entry).filename().string() + ".rels")).generic_string();
  Links links;
  if (entry_named(list).empty()) return links;
  EachElement handler([&](std::string_view element, const XmlAttributes& attributes) {
    if (element != "Relationship" || attributes["TargetMode"] == "External") return;
    const std::string_view kind = attributes["Type"];
    links[std::string(attributes["Id"])] = {std::string(kind.substr(kind.rfind('/') + 1)),
                                            resolved(std::string(attributes["Target"]), folder)};
  });
  XmlReader(part(list), handler, name_ + ", " + list).read_on();
  return links;
}

void Workbook::find_sheets(const std::string& entry, const Links& links) {
  EachElement handler([&](std::string_view element, const XmlAttributes& attributes) {
    if (element != "sheet") return;
    const auto link = links.find(std::string(attributes["id"]));
    if (link == links.end() || link->second.kind != "worksheet" || entry_named(link->second.entry).empty()) return;
    const std::string_view state = attributes["state"];
    sheets_.push_back({std::string(attributes["name"]), link->second.entry, !state.empty() && state != "visible"});
    if (sheets_.size() > kMostSheets) refuse("it has more than 256 sheets; save the one that is meant as CSV");
  });
  XmlReader(part(entry), handler, name_ + ", " + entry).read_on();
  if (sheets_.empty()) refuse("it has no sheet of cells");
}

void Workbook::read_shared(const Links& links) {
  for (const auto& [id, link] : links) {
    if (entry_named(link.entry).empty()) continue;
    if (link.kind == "sharedStrings") texts_ = SheetTexts(part(link.entry), name_);
    if (link.kind == "styles") styles_ = SheetStyles(part(link.entry), name_);
  }
}

}  // namespace app
