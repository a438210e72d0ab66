// Which classes and targets an import adds. A class or target that is here stays as it is; a new class goes into a
// group of an old target only where the source says which, and what it says otherwise than the target is named.
// Any thread; pure functions.
#pragma once

#include <vector>

#include "app/workspace/import_plan.h"
#include "app/workspace/import_standing.h"

namespace app {

// A label that is a class here in another spelling (case, spaces, hyphens) becomes that class, and is listed so;
// `kept` are the spellings that were asked to stay what they are.
void use_known_spellings(ImportSource& source, const Standing& here, const std::vector<std::string>& kept);

std::vector<PlannedClass> plan_classes(const ImportSource& source, const Standing& here, const ClassCatalog& catalog,
                                       const std::vector<PlannedImage>& images);

// Of these classes, those that a person means by a name: itself, another spelling, or a name of the same diagnosis in
// the catalogue ("melanoma" is mel). Empty: none.
std::vector<std::string> classes_meant(const std::string& name, const std::vector<std::string>& classes,
                                       const ClassCatalog& catalog);

std::vector<PlannedTarget> plan_targets(const ImportSource& source, const Standing& here, const ClassCatalog& catalog,
                                        const std::vector<PlannedClass>& classes, const PlanChoices& choices);

}  // namespace app
