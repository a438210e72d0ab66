#include "app/table/bits.h"

#include <new>

#include <roaring/roaring.h>

namespace app {
namespace {

roaring_bitmap_t* owned(roaring_bitmap_t* set) {
  if (set == nullptr) throw std::bad_alloc();
  return set;
}

}  // namespace

void Bits::Free::operator()(roaring_bitmap_s* set) const { roaring_bitmap_free(set); }

Bits::Bits() : set_(owned(roaring_bitmap_create())) {}
Bits::Bits(std::span<const Row> rows) : Bits() { add(rows); }
Bits Bits::first(Row count) {
  Bits bits;
  if (count > 0) bits.set_.reset(owned(roaring_bitmap_from_range(0, count, 1)));
  return bits;
}
Bits::Bits(const Bits& other) : set_(owned(roaring_bitmap_copy(other.set_.get()))) {}
Bits::Bits(Bits&& other) noexcept = default;
Bits& Bits::operator=(const Bits& other) {
  if (this != &other) set_.reset(owned(roaring_bitmap_copy(other.set_.get())));
  return *this;
}
Bits& Bits::operator=(Bits&& other) noexcept = default;
Bits::~Bits() = default;

bool Bits::contains(Row row) const { return roaring_bitmap_contains(set_.get(), row); }
std::size_t Bits::count() const { return roaring_bitmap_get_cardinality(set_.get()); }
bool Bits::empty() const { return roaring_bitmap_is_empty(set_.get()); }
void Bits::add(Row row) { roaring_bitmap_add(set_.get(), row); }
void Bits::remove(Row row) { roaring_bitmap_remove(set_.get(), row); }
void Bits::add(std::span<const Row> rows) { roaring_bitmap_add_many(set_.get(), rows.size(), rows.data()); }

Bits& Bits::operator&=(const Bits& other) {
  roaring_bitmap_and_inplace(set_.get(), other.set_.get());
  return *this;
}
Bits& Bits::operator|=(const Bits& other) {
  roaring_bitmap_or_inplace(set_.get(), other.set_.get());
  return *this;
}
Bits& Bits::operator-=(const Bits& other) {
  roaring_bitmap_andnot_inplace(set_.get(), other.set_.get());
  return *this;
}
Bits& Bits::operator^=(const Bits& other) {
  roaring_bitmap_xor_inplace(set_.get(), other.set_.get());
  return *this;
}
bool Bits::operator==(const Bits& other) const { return roaring_bitmap_equals(set_.get(), other.set_.get()); }

std::vector<Row> Bits::rows() const {
  std::vector<Row> rows(count());
  roaring_bitmap_to_uint32_array(set_.get(), rows.data());
  return rows;
}

std::size_t count_of_both(const Bits& a, const Bits& b) {
  return roaring_bitmap_and_cardinality(a.set_.get(), b.set_.get());
}

Mask::Mask(const Bits& bits, std::size_t rows) : words_(rows / 64 + 1) {
  for (const Row row : bits.rows()) words_[row >> 6U] |= std::uint64_t{1} << (row & 63U);
}

}  // namespace app
