// The model card of a bare model file, of which no run is at hand: what the file itself knows, under the headings of
// the card of a run (model_card.h), and of the rest that it is not in the file.
//
//   const Json card = make_file_card({.model = model, .name = "copy.safetensors"});
//   OutputFile("card.md", nullptr).write(card_markdown(card));
//
// Any thread; pure, but for the hash of the file, which is read. Throws where what the file keeps is damaged.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "app/core/json.h"
#include "ml/model/model.h"

namespace app {

inline constexpr const char* kNotInFile = "not in a model's file; the card of its run tells it";

struct ModelFile {
  const ml::Model& model;
  std::string name;                 // as it was named: a file, or "starter"
  std::filesystem::path file = {};  // whose bytes are hashed; empty: not hashed
  std::int64_t created_at_ms = 0;   // 0: now
  std::string calibration = {};     // of its probabilities, in words
};

Json make_file_card(const ModelFile& file);

}  // namespace app
