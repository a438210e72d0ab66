// Reads XML as it comes, in bounded memory, and tells a handler what stands in it, by local names ("x:row" is "row").
// What could grow without an end is refused: document types (and with them entities), elements nested too deep, a tag
// longer than kLongestTag_bytes.
//
//   XmlReader xml(bytes, handler, "book.xlsx, xl/workbook.xml");
//   while (xml.read_on()) use(what the handler kept before it called xml.pause());
//
// One thread; the handler must outlive it. Throws std::runtime_error with what is wrong, and what the handler throws.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace app {

using ByteSource = std::function<std::size_t(std::span<char>)>;  // how many were put; 0: the end

class XmlAttributes {
 public:
  explicit XmlAttributes(const char* const* list) : list_(list) {}
  std::string_view operator[](std::string_view local_name) const;  // empty where there is none

 private:
  const char* const* list_;
};

class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void start(std::string_view element, const XmlAttributes& attributes) = 0;
  virtual void end(std::string_view element) = 0;
  virtual void text(std::string_view part) = 0;
};

class XmlReader {
 public:
  static constexpr int kDeepest = 64;
  static constexpr long long kLongestTag_bytes = 1LL << 20U;

  XmlReader(ByteSource bytes, XmlHandler& handler, std::string name);
  ~XmlReader();
  XmlReader(const XmlReader&) = delete;
  XmlReader& operator=(const XmlReader&) = delete;

  bool read_on();  // to the next pause; false: to the end
  void pause();    // by the handler, inside end()

 private:
  struct State;

  std::unique_ptr<State> state_;
};

}  // namespace app
