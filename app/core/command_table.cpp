#include "app/core/command_table.h"

#include <stdexcept>

namespace app {

const CommandTable::Row& CommandTable::row_of(const Command& command) const {
  const auto found = rows_.find(command.type());
  if (found == rows_.end())
    throw std::logic_error(std::string("applying a command: nobody has entered it: ") + command.type().name());
  return found->second;
}

std::string CommandTable::name_of(const Command& command) const { return row_of(command).name(command); }

void CommandTable::apply(const Command& command) const { row_of(command).work(command); }

}  // namespace app
