// What of a picture a network sees, as bytes: cut and resized as the contract says, and nothing else done to it. Such a
// view may be changed and handed on as if it were the picture.
//
//   const ml::Pixels seen = network_view(picture.view(), model.contract);
//   model.contract = contract_of_views(model.contract);   // gives `seen` exactly the numbers that the picture has
//
// Any thread; pure functions. Throw as ml::preprocess does.
#pragma once

#include "ml/data/pixels.h"
#include "ml/data/preprocess_contract.h"

namespace app {

ml::Pixels network_view(ml::PixelsView picture, const ml::PreprocessContract& contract);
ml::PreprocessContract contract_of_views(ml::PreprocessContract contract);

}  // namespace app
