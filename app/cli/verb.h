// The verbs of the program, each in a file of its own (verb_*.cpp). Each adds itself to the command line.
// Main thread only.
#pragma once

#include "app/cli/command_line.h"

namespace app::cli {

void add_demo(CommandLine& line);
void add_import(CommandLine& line);
void add_weights(CommandLine& line);
void add_train(CommandLine& line);
void add_eval(CommandLine& line);
void add_runs(CommandLine& line);
void add_compare(CommandLine& line);
void add_familiarity(CommandLine& line);
void add_refer(CommandLine& line);
void add_threshold(CommandLine& line);
void add_calibrate(CommandLine& line);
void add_predict(CommandLine& line);
void add_explain(CommandLine& line);
void add_blend(CommandLine& line);
void add_augment(CommandLine& line);
void add_relabel(CommandLine& line);
void add_class(CommandLine& line);
void add_split(CommandLine& line);
void add_remove(CommandLine& line);
void add_restore(CommandLine& line);
void add_undo(CommandLine& line);
void add_redo(CommandLine& line);
void add_log(CommandLine& line);
void add_quality(CommandLine& line);
void add_duplicates(CommandLine& line);
void add_check(CommandLine& line);
void add_export(CommandLine& line);
void add_sealed(CommandLine& line);
void add_plot(CommandLine& line);
void add_report(CommandLine& line);
void add_stress(CommandLine& line);
void add_card(CommandLine& line);
void add_verify(CommandLine& line);
void add_open(CommandLine& line);
void add_doctor(CommandLine& line);
void add_starter(CommandLine& line);
void add_source(CommandLine& line);

}  // namespace app::cli
