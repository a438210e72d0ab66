#include "app/workspace/run_logs.h"

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <stdexcept>

#include "app/core/json.h"

namespace app {
namespace {

constexpr const char* kStepsHeading = "epoch,step,loss,images_per_s\n";

std::string log_heading() {
  std::string heading = "epoch,train_loss,train_accuracy,val_loss";
  for (const MetricInfo& metric : metric_table()) heading.append(",val_").append(metric.key);
  return heading + ",learning_rate,seconds\n";
}

// Absent and undefined values are empty fields, which pandas reads as NaN.
std::string log_field(std::optional<double> value) {
  return value && std::isfinite(*value) ? "," + Json(*value).dump() : ",";
}

std::vector<std::string> lines_after_heading(const std::filesystem::path& file) {
  std::ifstream log(file);
  std::vector<std::string> lines;
  std::string line;
  for (std::getline(log, line); std::getline(log, line);) lines.push_back(line);
  return lines;
}

}  // namespace

RunLogs::RunLogs(const std::filesystem::path& run_folder)
    : epochs_(run_folder / "log.csv"), steps_(run_folder / "steps.csv") {
  std::ofstream(epochs_) << log_heading();
  earlier_steps_ = lines_after_heading(steps_);
  std::ofstream(steps_) << kStepsHeading;
}

void RunLogs::restore_steps(int epochs_done) {
  std::ofstream log(steps_, std::ios::app);
  for (const std::string& line : earlier_steps_) {
    if (std::atoi(line.c_str()) <= epochs_done) log << line << '\n';
  }
}

void RunLogs::append(const EpochRecord& record) {
  std::ofstream log(epochs_, std::ios::app);
  log << record.epoch << log_field(record.train_loss) << log_field(record.train_accuracy) << log_field(record.val_loss);
  for (const MetricInfo& metric : metric_table()) log << log_field(record.val.metrics[metric.id]);
  log << log_field(record.learning_rate) << log_field(record.seconds) << '\n';
  if (!log.flush()) {
    throw std::runtime_error("writing the training log: the disk did not take it; free some space: " +
                             epochs_.string());
  }
}

void RunLogs::append_steps(int epoch, const TrainProgress& progress) {
  std::ofstream log(steps_, std::ios::app);
  for (std::size_t step = 1; steps_logged_ < progress.step_loss.size(); ++steps_logged_, ++step) {
    log << epoch << ',' << step << log_field(static_cast<double>(progress.step_loss[steps_logged_]))
        << log_field(static_cast<double>(progress.speed[steps_logged_])) << '\n';
  }
  if (!log.flush()) {
    throw std::runtime_error("writing the log of the steps: the disk did not take it; free some space: " +
                             steps_.string());
  }
}

}  // namespace app
