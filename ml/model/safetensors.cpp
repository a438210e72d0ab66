#include "ml/model/safetensors.h"

#include <algorithm>
#include <bit>
#include <fstream>
#include <set>
#include <tuple>

#include <nlohmann/json.hpp>

#include "ml/kernels/half.h"
#include "ml/model/atomic_file.h"

// Layout: u64 little-endian length of the header, the header (JSON), then the numbers. Each entry of the
// header has dtype, shape and data_offsets [begin, end) counted from behind the header.

namespace ml {

static_assert(std::endian::native == std::endian::little, "safetensors files are little-endian");

namespace {

using nlohmann::json;

constexpr std::uint64_t kLengthBytes = 8;
// A hundred times what a network of a thousand tensors needs. What is longer is refused before it is read: parsed JSON
// takes several times its text.
constexpr std::uint64_t kLargestHeader_bytes = 4U << 20U;

enum class ElementType { F32, F16, Bf16 };

struct Entry {
  std::string name;
  ElementType type = ElementType::F32;
  Shape shape;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

// Everything that is wrong with a file is told in the same form.
class Complaint {
 public:
  explicit Complaint(const std::filesystem::path& path) : path_(path.string()) {}
  [[noreturn]] void operator()(const std::string& why, const std::string& advice) const {
    throw SafetensorsError("cannot read weights: " + why + "; " + advice + ": " + path_);
  }
  [[noreturn]] void damaged(const std::string& why) const {
    (*this)(why, "the file is damaged or was not written completely, get it again");
  }

 private:
  std::string path_;
};

// Reads piece by piece: what a piece says is checked before the next one is taken into memory.
class Source {
 public:
  Source(const std::filesystem::path& path, const Complaint& complain) : complain_(complain) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) complain("it is a folder", "name a .safetensors file");
    size_ = std::filesystem::file_size(path, error);
    if (error) complain(error.message(), "check the path and its permissions");
    file_.open(path, std::ios::binary);
    if (!file_) complain("it cannot be opened", "check its permissions");
  }

  std::uint64_t size() const { return size_; }
  void read(std::uint64_t from, char* to, std::uint64_t bytes) {
    file_.seekg(static_cast<std::streamoff>(from));
    file_.read(to, static_cast<std::streamsize>(bytes));
    if (!file_ || static_cast<std::uint64_t>(file_.gcount()) != bytes) complain_.damaged("it ended early");
  }

 private:
  const Complaint& complain_;
  std::ifstream file_;
  std::uint64_t size_ = 0;
};

std::string read_header(Source& source, const Complaint& complain) {
  constexpr const char* kWhatIsWanted = "weights are expected in the safetensors format";
  if (source.size() < kLengthBytes + 2)
    complain("it has only " + std::to_string(source.size()) + " bytes", kWhatIsWanted);
  std::uint64_t length = 0;
  char first = 0;
  source.read(0, reinterpret_cast<char*>(&length), kLengthBytes);
  source.read(kLengthBytes, &first, 1);
  if (first != '{') complain("it is not a safetensors file", kWhatIsWanted);
  if (length > source.size() - kLengthBytes) complain.damaged("its header is cut off");
  if (length > kLargestHeader_bytes)
    complain("its header has " + std::to_string(length) + " bytes and at most " + std::to_string(kLargestHeader_bytes) +
                 " are read",
             kWhatIsWanted);
  std::string header(length, '\0');
  source.read(kLengthBytes, header.data(), length);
  return header;
}

// Refuses names that occur twice, which the JSON library would silently merge.
json parse_header(const std::string& text, const Complaint& complain) {
  std::vector<std::set<std::string>> open_objects;
  std::string twice;
  const auto watch = [&](int, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) open_objects.emplace_back();
    if (event == json::parse_event_t::object_end) open_objects.pop_back();
    if (event == json::parse_event_t::key && !open_objects.back().insert(parsed.get<std::string>()).second)
      twice = parsed.get<std::string>();
    return true;
  };
  json header;
  try {
    header = json::parse(text, watch);
  } catch (const json::exception& error) {
    complain.damaged(std::string("its header is not JSON (") + error.what() + ")");
  }
  if (!twice.empty()) complain.damaged("the name \"" + twice + "\" occurs twice in its header");
  if (!header.is_object()) complain.damaged("its header is not a JSON object");
  return header;
}

ElementType element_type(const std::string& name, const std::string& type, const Complaint& complain) {
  if (type == "F32") return ElementType::F32;
  if (type == "F16") return ElementType::F16;
  if (type == "BF16") return ElementType::Bf16;
  complain("tensor \"" + name + "\" has numbers of type " + type, "F32, F16 and BF16 are understood, convert it");
}

std::uint64_t unsigned_of(const json& value) {
  if (!value.is_number_integer() ||
      (value.is_number_integer() && !value.is_number_unsigned() && value.get<std::int64_t>() < 0))
    throw std::runtime_error("not a whole number from 0");
  return value.get<std::uint64_t>();
}

Entry parse_entry(const std::string& name, const json& value, const Complaint& complain) {
  Entry entry;
  entry.name = name;
  try {
    entry.type = element_type(name, value.at("dtype").get<std::string>(), complain);
    for (const json& side : value.at("shape")) entry.shape.push_back(static_cast<std::int64_t>(unsigned_of(side)));
    const json& offsets = value.at("data_offsets");
    if (!offsets.is_array() || offsets.size() != 2) throw std::runtime_error("data_offsets is not a pair");
    entry.begin = unsigned_of(offsets[0]);
    entry.end = unsigned_of(offsets[1]);
  } catch (const SafetensorsError&) {
    throw;
  } catch (const std::exception& error) {
    complain.damaged("the header's entry of tensor \"" + name + "\" is not understood (" + error.what() + ")");
  }
  return entry;
}

void check_size(const Entry& entry, std::uint64_t data_bytes, const Complaint& complain) {
  if (entry.begin > entry.end || entry.end > data_bytes)
    complain.damaged("tensor \"" + entry.name + "\" lies outside the file");
  std::size_t count = 0;
  try {
    count = element_count(entry.shape);
  } catch (const std::exception&) {
    complain.damaged("the shape of tensor \"" + entry.name + "\" is impossible");
  }
  const std::uint64_t element_bytes = entry.type == ElementType::F32 ? 4 : 2;
  const std::uint64_t stored_bytes = entry.end - entry.begin;
  if (count > stored_bytes || count * element_bytes != stored_bytes)
    complain.damaged("tensor \"" + entry.name + "\" of shape " + shape_text(entry.shape) + " has " +
                     std::to_string(stored_bytes) + " bytes");
}

void check_layout(std::vector<Entry>& entries, std::uint64_t data_bytes, const Complaint& complain) {
  for (const Entry& entry : entries) check_size(entry, data_bytes, complain);
  // An empty tensor lies before the one that begins where it does.
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return std::tie(a.begin, a.end) < std::tie(b.begin, b.end); });
  std::uint64_t end = 0;
  for (const Entry& entry : entries) {
    if (entry.begin < end) complain.damaged("tensor \"" + entry.name + "\" overlaps another");
    end = std::max(end, entry.end);
  }
  if (end != data_bytes)
    complain.damaged(std::to_string(data_bytes - end) + " bytes behind the last tensor belong to none");
}

Tensor read_tensor(const Entry& entry, std::uint64_t data_begin, Source& source) {
  Tensor tensor = Tensor::zeros(entry.shape);
  const std::uint64_t from = data_begin + entry.begin;
  if (tensor.values.empty()) return tensor;
  if (entry.type == ElementType::F32) {
    source.read(from, reinterpret_cast<char*>(tensor.values.data()), entry.end - entry.begin);
    return tensor;
  }
  std::vector<std::uint16_t> halves(tensor.values.size());
  source.read(from, reinterpret_cast<char*>(halves.data()), entry.end - entry.begin);
  for (std::size_t i = 0; i < halves.size(); ++i) {
    tensor.values[i] = entry.type == ElementType::F16
                           ? float_from_half(halves[i])
                           : std::bit_cast<float>(static_cast<std::uint32_t>(halves[i]) << 16U);
  }
  return tensor;
}

void read_metadata(const json& value, Weights& weights, const Complaint& complain) {
  if (!value.is_object()) complain.damaged("its __metadata__ is not a JSON object");
  for (const auto& [key, text] : value.items()) {
    if (!text.is_string()) complain.damaged("the value of \"" + key + "\" in its __metadata__ is not text");
    weights.metadata()[key] = text.get<std::string>();
  }
}

std::string make_header(const Weights& weights) {
  json header = json::object();
  if (!weights.metadata().empty()) header["__metadata__"] = weights.metadata();
  std::uint64_t offset = 0;
  for (const auto& [name, tensor] : weights.tensors()) {
    const std::uint64_t end = offset + tensor.values.size() * sizeof(float);
    header[name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump(-1, ' ', false, json::error_handler_t::replace);
  text.resize((text.size() + 7) / 8 * 8, ' ');  // the numbers begin at a multiple of 8
  return text;
}

}  // namespace

Weights read_safetensors(const std::filesystem::path& path) {
  const Complaint complain(path);
  Source source(path, complain);
  const std::string text = read_header(source, complain);
  const std::uint64_t data_begin = kLengthBytes + text.size();
  const json header = parse_header(text, complain);
  Weights weights;
  std::vector<Entry> entries;
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__")
      read_metadata(value, weights, complain);
    else
      entries.push_back(parse_entry(name, value, complain));
  }
  check_layout(entries, source.size() - data_begin, complain);
  for (const Entry& entry : entries) weights.set(entry.name, read_tensor(entry, data_begin, source));
  return weights;
}

void write_safetensors(const std::filesystem::path& path, const Weights& weights) {
  const std::string header = make_header(weights);
  const std::uint64_t length = header.size();
  std::vector<std::string_view> parts{{reinterpret_cast<const char*>(&length), sizeof length}, header};
  for (const auto& [name, tensor] : weights.tensors()) {
    if (element_count(tensor.shape) != tensor.values.size())
      throw SafetensorsError("cannot save weights: tensor \"" + name + "\" of shape " + shape_text(tensor.shape) +
                             " holds " + std::to_string(tensor.values.size()) + " numbers: " + path.string());
    parts.emplace_back(reinterpret_cast<const char*>(tensor.values.data()), tensor.values.size() * sizeof(float));
  }
  write_file_atomically(path, parts);
}

}  // namespace ml
