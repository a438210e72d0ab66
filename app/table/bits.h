// A set of rows of the image table: what a filter clause, a selection or a class holds. Compressed
// (Roaring), so that a set of a million rows costs at most 125 KB and and/or/count are microseconds.
//
//   Bits both = table.rows_of_class(2);
//   both &= table.rows_of_split(Split::Val);
//   both.count();
//
// One thread at a time; the owner decides. A plain value: copying copies the set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

struct roaring_bitmap_s;

namespace app {

using Row = std::uint32_t;

class Bits {
 public:
  Bits();
  explicit Bits(std::span<const Row> rows);  // in any order
  static Bits first(Row count);              // rows 0 .. count - 1
  Bits(const Bits& other);
  Bits(Bits&& other) noexcept;
  Bits& operator=(const Bits& other);
  Bits& operator=(Bits&& other) noexcept;
  ~Bits();

  bool contains(Row row) const;
  std::size_t count() const;
  bool empty() const;
  void add(Row row);
  void remove(Row row);
  void set(Row row, bool on) { on ? add(row) : remove(row); }
  void add(std::span<const Row> rows);  // in any order; fastest ascending

  Bits& operator&=(const Bits& other);
  Bits& operator|=(const Bits& other);
  Bits& operator-=(const Bits& other);
  Bits& operator^=(const Bits& other);
  bool operator==(const Bits& other) const;

  std::vector<Row> rows() const;  // ascending
  friend std::size_t count_of_both(const Bits& a, const Bits& b);

 private:
  struct Free {
    void operator()(roaring_bitmap_s* set) const;
  };
  std::unique_ptr<roaring_bitmap_s, Free> set_;
};

std::size_t count_of_both(const Bits& a, const Bits& b);

// One bit a row: for loops that ask about every row in an order of their own.
class Mask {
 public:
  Mask(const Bits& bits, std::size_t rows);
  bool operator[](Row row) const { return (words_[row >> 6U] >> (row & 63U) & 1U) != 0; }

 private:
  std::vector<std::uint64_t> words_;
};

}  // namespace app
