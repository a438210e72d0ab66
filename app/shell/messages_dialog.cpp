// Everything that was said, newest first, with the import reports as a whole; and the question before much is done.
#include <algorithm>
#include <string_view>

#include <imgui.h>

#include "app/shell/dialog.h"
#include "app/shell/shell_commands.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

ImU32 colour_of(const engine::Theme& theme, MessageKind kind) {
  switch (kind) {
    case MessageKind::Success: return theme.good;
    case MessageKind::Warning: return theme.warning;
    case MessageKind::Error: return theme.bad;
    case MessageKind::Info: break;
  }
  return theme.text;
}

constexpr std::string_view kShownKinds[] = {"All", "Imports"};

void draw_message(ShellContext& context, const MessageEntry& message, std::size_t number) {
  const Style& style = context.style;
  paragraph(style, style.fonts.strong, colour_of(style.theme, message.kind), message.title);
  if (!message.detail.empty()) paragraph(style, style.fonts.small, style.theme.text, message.detail);
  if (!context.deterministic) label(style, style.fonts.tiny, style.theme.muted, message.when);
  if (message.can_undo &&
      button(style, "messages.undo." + std::to_string(message.import), "Undo this import", {.height_px = 30}))
    context.commands.push(UndoImport{message.import});
  if (offers(context, message.action) &&
      button(style, "messages.action." + std::to_string(number), message.action_text, {.height_px = 30})) {
    context.view.messages_open = false;
    context.commands.push(RunAction{message.action});
  }
  ImGui::Dummy({1, 6});
}

}  // namespace

void draw_messages(ShellContext& context, const Rect& window) {
  begin_dialog(context, "messages", window, {760, std::min(640.0F, window.height() - 100)}, 60);
  const Style& style = context.style;
  label(style, style.fonts.title, style.theme.text, "Messages");
  ImGui::SameLine(ImGui::GetWindowWidth() - 196);
  if (const int chosen = segmented(style, "messages.show", kShownKinds, context.view.only_imports ? 1 : 0, 180);
      chosen >= 0)
    context.view.only_imports = chosen == 1;
  begin_scrolled("list", -48);
  const auto& messages = context.view.messages;
  const auto is_shown = [&](const MessageEntry& message) { return !context.view.only_imports || message.import != 0; };
  if (std::ranges::none_of(messages, is_shown))
    label(style, style.fonts.small, style.theme.muted,
          context.view.only_imports ? "Nothing was imported so far." : "Nothing was said so far.");
  for (auto message = messages.rbegin(); message != messages.rend(); ++message)
    if (is_shown(*message)) draw_message(context, *message, static_cast<std::size_t>(message - messages.rbegin()));
  end_scrolled();
  if (close_button(style, "messages.close")) context.commands.push(RunAction{"messages"});
  end_dialog(context);
}

void draw_question(ShellContext& context, const Rect& window) {
  const Question& question = *context.view.question;
  begin_dialog(context, "question", window, {560, 0}, 180);
  const Style& style = context.style;
  paragraph(style, style.fonts.title, style.theme.text, question.title);
  paragraph(style, style.fonts.body, style.theme.muted, question.detail);
  ImGui::Dummy({1, 4});
  if (ImGui::IsWindowAppearing()) style.focus.want(question.late ? "question.no" : "question.yes");
  if (button(style, "question.yes", question.yes, {.kind = ButtonKind::Danger, .tip = question.late ? "" : "Enter"}))
    context.commands.push(AnswerYes{});
  ImGui::SameLine();
  if (button(style, "question.no", "Cancel", {.tip = "Escape"})) context.view.close_dialogs();
  end_dialog(context);
}

}  // namespace app
