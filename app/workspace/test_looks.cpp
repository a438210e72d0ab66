#include "app/workspace/test_looks.h"

#include "app/core/number_text.h"

namespace app {
namespace {

std::string times(int count) { return count == 1 ? "once" : grouped(count) + " times"; }

}  // namespace

TestLooks test_looks(const db::Readable& from, std::optional<RunId> run) {
  TestLooks looks;
  for (const db::TestLook& look : db::test_looks(from)) {
    ++looks.in_all;
    if (run && look.run == run) ++looks.of_run;
  }
  return looks;
}

std::string looks_text(const TestLooks& looks) {
  if (looks.in_all == 0) return "the test split was never looked at";
  std::string text = "the test split was looked at " + times(looks.in_all);
  if (looks.of_run > 0 && looks.of_run == looks.in_all)
    text += looks.in_all == 1 ? ", with this run" : ", each time with this run";
  else if (looks.of_run > 0)
    text += ", " + times(looks.of_run) + " with this run";
  return text;
}

void count_test_look(Workspace& workspace, const db::TestLook& look) {
  workspace.writer().transact_and_wait("Look at the test split",
                                       [&](db::Transaction& transaction) { db::add_test_look(transaction, look); });
}

}  // namespace app
