// The words of dermoscopy and of machine learning that the program uses, with formula and place: for the page of
// terms and for tips where a word stands. Every metric of metrics.h is among them (tests/table/glossary_test.cpp).
//
//   tooltip(style, glossary_text("sensitivity"));       for (const Term& term : glossary()) ...
//
// Any thread; immutable.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace app {

enum class TermKind { Metric, Learning, Data, Dermoscopy };

struct Term {
  TermKind kind;
  std::string_view name;
  std::string_view also;  // other words for it, to be found by: "true positive rate"
  std::string_view definition;
  std::string_view formula;  // empty: there is none
  std::string_view seen;     // where in the program
};

std::span<const Term> glossary();  // by kind, in the order to be read
// By name or by another word for it, whatever the case; null: not here.
const Term* term_named(std::string_view word);
// Definition, formula and place as one text, for a tip; empty where the word is not here.
std::string glossary_text(std::string_view word);
std::string_view name_of(TermKind kind);

}  // namespace app
