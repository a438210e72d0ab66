// When two spellings mean one thing: labels that differ in case, blanks, hyphens, underscores or Unicode form; words
// for "not known"; words for the three splits. What is merged, emptied or not understood is reported with counts. Any
// thread; pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/intake/import_source.h"

namespace app {

// Equal for spellings of one label.
std::string spelling_key(std::string_view text);

// Equal for labels that become one, by what a person chose for the one that was found, too; empty: it is no label.
std::string label_key(const std::string& found, const SourceChoices& choices);

// NA, n/a, nan, NULL, None, ?, -, empty: no value. "unknown" may be a class of its own, so it is none for a label.
bool is_missing(std::string_view text);
// For ids and for what is said of a patient, where "unknown" is no value either: a lesion called "unknown" would tie
// together all pictures of which nothing is known.
bool is_missing_or_unknown(std::string_view text);

// train, val or test; nullopt: no word for a split. `is_ambiguous_split`: words for one of two ("holdout").
std::optional<std::string> split_named(std::string_view word);
bool is_ambiguous_split(std::string_view word);

// "male" or "female" for M, Male, man, F, … in any case; nullopt: another word.
std::optional<std::string> sex_named(std::string_view word);

// Whether there is a control character or a line break: no name of a class or of a source holds one.
bool holds_controls(std::string_view text);
// Such characters, and several in a row, become one space; none stands at either end.
std::string without_controls(std::string_view text);
std::string trimmed(const std::string& text);  // of blanks, tabs and line ends

// Brings the labels and split words of all items, as they were found, to one spelling each, with what a person chose,
// and puts the account into the source; names of sources lose their control characters.
void settle_labels(ImportSource& source, const SourceChoices& choices);
void settle_sources(ImportSource& source);
void settle_splits(ImportSource& source, const SourceChoices& choices);

}  // namespace app
