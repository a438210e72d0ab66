// The settings of the next run as a form: every setting of the recipe with the value that holds, whether it differs
// from the recipe's, and what is wrong with what was typed. What is typed goes into the request as soon as it is a
// value; what is none stays in its field, with the reason, and the run cannot start.
//
//   form.follow(request);                     // each frame: the recipe or the settings may be others now
//   for (FormField& field : form.fields()) ...
//   form.type(request, field.name, "10");  form.reset(request, field.name);
//
// Main thread only. A plain value.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/core/train_request.h"
#include "ml/train/setting_info.h"
#include "ml/train/train_plan.h"

namespace app {

struct FormField {
  std::string name;  // as set_in_plan takes it: "head", "epochs", "2:epochs"
  const ml::SettingInfo* info = nullptr;
  int phase = 0;          // 1-based; 0: of the whole recipe
  std::string value;      // what holds, or was typed
  std::string of_recipe;  // what it is without any change
  std::string problem;    // why it is no value; empty: it is one
  bool changed = false;   // from the recipe
};

class SettingsForm {
 public:
  void follow(const TrainRequest& request);

  const std::vector<FormField>& fields() const { return fields_; }
  const std::vector<Depth>& phases() const { return phases_; }  // what learns in each
  int changes(ml::SettingGroup group, int phase) const;
  bool has_problem(ml::SettingGroup group, int phase) const;

  void type(TrainRequest& request, const std::string& name, const std::string& text);
  void reset(TrainRequest& request, const std::string& name);
  void reset_all(TrainRequest& request);
  // The expert's line: every change as text. What is no setting stays in the line.
  const std::string& line() const { return line_; }
  void type_line(TrainRequest& request, const std::string& text);
  const std::string& line_problem() const { return line_problem_; }

  // Why no run can start with this; empty: one can.
  std::string problem() const;

 private:
  void read(const TrainRequest& request);
  void add_fields(const ml::TrainPlan& now, const ml::TrainPlan& recipe);
  FormField field(const ml::SettingInfo& info, int phase, const std::string& value, const std::string& of_recipe) const;
  void mark_problems();

  std::optional<std::string> followed_;  // the request as it was read, as JSON
  std::vector<FormField> fields_;
  std::vector<Depth> phases_;
  std::map<std::string, std::pair<std::string, std::string>> refused_;  // by name: what was typed, and why not
  std::string line_, line_problem_;
  std::string plan_problem_;  // of values that do not go together
  std::string last_typed_;    // where that is shown
};

}  // namespace app
