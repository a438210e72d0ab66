#include "db/label_event_hash.h"

#include <nlohmann/json.hpp>

#include "db/hash/sha256.h"

namespace db {
namespace {

template <class Value>
nlohmann::json or_null(const std::optional<Value>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

}  // namespace

std::string hash_of(const LabelEvent& event, const std::string& image_sha256) {
  const auto fields =
      nlohmann::json::array({event.previous_hash, event.id, event.at_ms, event.who, event.image, image_sha256,
                             or_null(event.from), or_null(event.to), event.reason, name_of(event.source),
                             or_null(event.seconds_spent), event.model_visible, event.batch, event.branch});
  // Names need not be UTF-8; replacing what is not keeps the text defined.
  return sha256_hex(fields.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace db
