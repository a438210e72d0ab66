#include "app/intake/xml_reader.h"

#include <array>
#include <exception>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <expat.h>

namespace app {
namespace {

constexpr std::size_t kXmlBlock_bytes = 65536;

std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

}  // namespace

std::string_view XmlAttributes::operator[](std::string_view wanted) const {
  for (const char* const* at = list_; *at != nullptr; at += 2)
    if (local_name(at[0]) == wanted) return at[1];
  return "";
}

struct XmlReader::State {
  struct ParserCloser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };

  State(ByteSource source, XmlHandler& to, std::string called)
      : bytes(std::move(source)), handler(to), name(std::move(called)), parser(XML_ParserCreate(nullptr)) {
    if (!parser) throw std::runtime_error("reading XML: there is no memory for it: " + name);
    XML_SetUserData(parser.get(), this);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);
  }

  [[noreturn]] void refuse(const std::string& reason) const {
    throw std::runtime_error("reading XML: " + reason + ": " + name);
  }

  // Nothing may be thrown through the library: what is thrown waits until it has returned.
  template <typename Action>
  static void guarded(void* user, Action action) {
    State& state = *static_cast<State*>(user);
    if (state.failure) return;
    try {
      action(state);
    } catch (...) {
      state.failure = std::current_exception();
      XML_StopParser(state.parser.get(), XML_FALSE);
    }
  }
  static void on_start(void* user, const char* element, const char** attributes) {
    guarded(user, [&](State& state) {
      if (++state.depth > kDeepest) state.refuse("its elements are nested too deep; refused");
      state.handler.start(local_name(element), XmlAttributes(attributes));
    });
  }
  static void on_end(void* user, const char* element) {
    guarded(user, [&](State& state) {
      --state.depth;
      state.handler.end(local_name(element));
    });
  }
  static void on_text(void* user, const char* text, int length) {
    guarded(user, [&](State& state) { state.handler.text({text, static_cast<std::size_t>(length)}); });
  }
  static void on_doctype(void* user, const char*, const char*, const char*, int) {
    guarded(user, [](State& state) { state.refuse("it has a document type, which may define entities; refused"); });
  }

  XML_Status feed() {
    std::array<char, kXmlBlock_bytes> block;
    const std::size_t got = bytes(block);
    at_end = got == 0;
    fed += static_cast<long long>(got);
    const XML_Status status = XML_Parse(parser.get(), block.data(), static_cast<int>(got), at_end ? 1 : 0);
    const long long waiting = fed - static_cast<long long>(XML_GetCurrentByteIndex(parser.get()));
    if (status == XML_STATUS_OK && !at_end && waiting > kLongestTag_bytes + static_cast<long long>(kXmlBlock_bytes))
      refuse("a tag in it is longer than 1 MB; refused");
    return status;
  }

  ByteSource bytes;
  XmlHandler& handler;
  std::string name;
  std::unique_ptr<std::remove_pointer_t<XML_Parser>, ParserCloser> parser;
  std::exception_ptr failure;
  int depth = 0;
  long long fed = 0;
  bool at_end = false, paused = false;
};

XmlReader::XmlReader(ByteSource bytes, XmlHandler& handler, std::string name)
    : state_(std::make_unique<State>(std::move(bytes), handler, std::move(name))) {}

XmlReader::~XmlReader() = default;

void XmlReader::pause() { XML_StopParser(state_->parser.get(), XML_TRUE); }

bool XmlReader::read_on() {
  State& state = *state_;
  XML_Status status = std::exchange(state.paused, false) ? XML_ResumeParser(state.parser.get()) : XML_STATUS_OK;
  while (true) {
    if (state.failure) std::rethrow_exception(state.failure);
    if (status == XML_STATUS_ERROR)
      state.refuse("it is damaged (line " + std::to_string(XML_GetCurrentLineNumber(state.parser.get())) + ": " +
                   XML_ErrorString(XML_GetErrorCode(state.parser.get())) + "); check that it was copied whole");
    if (status == XML_STATUS_SUSPENDED) return state.paused = true;
    if (state.at_end) return false;
    status = state.feed();
  }
}

}  // namespace app
