// Recorded sets of labels and scores with what was recorded of them.
#pragma once

#include "tests/ml/recorded_values.h"

#include <string>
#include <vector>

namespace recorded {

struct Case {
    std::string name;
    std::vector<int> labels;
    std::vector<float> scores;
    nlohmann::json recorded;
};

inline std::vector<Case> cases(const char* member) {
    std::vector<Case> all;
    for (const auto& record : load("metrics.json", member)) all.push_back({record["name"], record["labels"], record["scores"], record});
    return all;
}

}  // namespace recorded
