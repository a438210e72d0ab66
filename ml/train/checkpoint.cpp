#include "ml/train/checkpoint.h"

#include <array>
#include <bit>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "ml/model/safetensors.h"

namespace ml {

namespace {

using nlohmann::json;

constexpr const char* kKey = "nevus.checkpoint";
constexpr int kVersion = 1;

// Doubles travel as their bits: text would have to be read back to the last one, and infinity is no JSON.
json bits(double value) { return std::bit_cast<std::uint64_t>(value); }
double from_bits(const json& value) { return std::bit_cast<double>(value.get<std::uint64_t>()); }

json describe(const TrainCheckpoint& checkpoint) {
  return {{"version", kVersion},
          {"identity", checkpoint.identity},
          {"note", checkpoint.note},
          {"epochs_done", checkpoint.epochs_done},
          {"steps_done", checkpoint.steps_done},
          {"adam_steps", checkpoint.adam.steps},
          {"rates",
           {{"constant", bits(checkpoint.rates.constant)},
            {"cosine_base", bits(checkpoint.rates.cosine_base)},
            {"plateau_rate", bits(checkpoint.rates.plateau.rate)},
            {"plateau_best", bits(checkpoint.rates.plateau.best)},
            {"plateau_wait", checkpoint.rates.plateau.wait},
            {"plateau_cooldown", checkpoint.rates.plateau.cooldown_left}}},
          {"stopping",
           {{"best", bits(checkpoint.stopping.best)},
            {"epoch", checkpoint.stopping.epoch},
            {"best_epoch", checkpoint.stopping.best_epoch},
            {"wait", checkpoint.stopping.wait},
            {"best_loss", bits(checkpoint.stopping.best_loss)}}},
          {"best_epoch", checkpoint.best_epoch},
          {"best_criterion", bits(checkpoint.best_criterion)}};
}

TrainCheckpoint parse(const json& text) {
  if (text.at("version") != kVersion) throw std::runtime_error("it was written by another version of the program");
  TrainCheckpoint checkpoint;
  checkpoint.identity = text.at("identity").get<std::map<std::string, std::string>>();
  checkpoint.note = text.at("note");
  checkpoint.epochs_done = text.at("epochs_done");
  checkpoint.steps_done = text.at("steps_done");
  checkpoint.adam.steps = text.at("adam_steps");
  const json& rates = text.at("rates");
  checkpoint.rates = {static_cast<float>(from_bits(rates.at("constant"))),
                      static_cast<float>(from_bits(rates.at("cosine_base"))),
                      {static_cast<float>(from_bits(rates.at("plateau_rate"))), from_bits(rates.at("plateau_best")),
                       rates.at("plateau_wait"), rates.at("plateau_cooldown")}};
  const json& stopping = text.at("stopping");
  checkpoint.stopping = {from_bits(stopping.at("best")), stopping.at("epoch"), stopping.at("best_epoch"),
                         stopping.at("wait")};
  if (stopping.contains("best_loss")) checkpoint.stopping.best_loss = from_bits(stopping.at("best_loss"));
  checkpoint.best_epoch = text.at("best_epoch");
  checkpoint.best_criterion = from_bits(text.at("best_criterion"));
  return checkpoint;
}

// The arrays and their names in the file.
template <class Checkpoint>
auto arrays(Checkpoint& checkpoint) {
  using Named = std::pair<const char*, decltype(&checkpoint.network)>;
  return std::array<Named, 6>{{{"network", &checkpoint.network},
                               {"average", &checkpoint.average},
                               {"adam.first", &checkpoint.adam.first_moment},
                               {"adam.second", &checkpoint.adam.second_moment},
                               {"best.network", &checkpoint.best_network},
                               {"best.val_probabilities", &checkpoint.best_val_probabilities}}};
}

}  // namespace

void save_checkpoint(const std::filesystem::path& path, const TrainCheckpoint& checkpoint) {
  Weights weights;
  for (const auto& [name, values] : arrays(checkpoint))
    weights.set(name, {{static_cast<std::int64_t>(values->size())}, *values});
  weights.metadata()[kKey] = describe(checkpoint).dump();
  write_safetensors(path, weights);
}

TrainCheckpoint load_checkpoint(const std::filesystem::path& path) {
  try {
    const Weights weights = read_safetensors(path);
    const auto text = weights.metadata().find(kKey);
    if (text == weights.metadata().end()) throw std::runtime_error("the file holds no training state");
    TrainCheckpoint checkpoint = parse(json::parse(text->second));
    for (const auto& [name, values] : arrays(checkpoint)) *values = weights.at(name).values;
    return checkpoint;
  } catch (const std::exception& error) {
    throw std::runtime_error(std::string("cannot resume from the checkpoint: ") + error.what() + ": " + path.string());
  }
}

void require_same_run(const TrainCheckpoint& checkpoint, const std::map<std::string, std::string>& identity) {
  for (const auto& [name, value] : identity) {
    const auto found = checkpoint.identity.find(name);
    if (found != checkpoint.identity.end() && found->second == value) continue;
    throw std::runtime_error("cannot resume: the " + name + " differs from the checkpoint's; it has \"" +
                             (found == checkpoint.identity.end() ? "" : found->second) + "\", this run has \"" + value +
                             "\"");
  }
}

}  // namespace ml
