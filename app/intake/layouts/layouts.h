// The known sets, one function and one file each. Any thread; each call makes a value.
#pragma once

#include <vector>

#include "app/intake/layouts/layout.h"

namespace app::layouts {

Layout ham10000();
Layout isic_archive();
Layout isic_2016();
Layout isic_2017();
Layout isic_2018();
Layout isic_2019();
Layout isic_2020();
std::vector<Layout> isic_2024();
Layout milk10k();
Layout bcn20000();
Layout pad_ufes_20();
Layout derm7pt();
Layout fitzpatrick17k();
std::vector<Layout> ddi();
Layout midas();

}  // namespace app::layouts
