// Counts what is left out, by reason, with the first names of each: the count is the true one, the names are examples.
// One thread; a value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/intake/import_source.h"

namespace app {

class Omissions {
 public:
  void add(const std::string& reason, std::string_view example, long count = 1);
  void add(const std::vector<LeftOut>& others);
  long count(std::string_view reason) const;
  const std::vector<LeftOut>& list() const { return list_; }  // in the order in which the reasons came up

 private:
  LeftOut& entry(const std::string& reason);

  std::vector<LeftOut> list_;
};

}  // namespace app
