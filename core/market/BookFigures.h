#pragma once

#include "core/domain/Book.h"

#include <optional>
#include <span>

namespace core {

/// One side of an order book, the best price first.
using BookSide = std::span<const BookLevel>;

/// (bids - asks) / (bids + asks), in units of the first `levels` of each side: -1 only sellers, 1 only buyers.
/// Nothing of an empty book.
[[nodiscard]] std::optional<double> bookImbalance(BookSide bids, BookSide asks, std::size_t levels);
/// Units at prices no further from the best one than this share of it (0.001 = 0.1 %), the border included.
[[nodiscard]] Quantity depthWithin(BookSide side, Decimal share);
/// The middle, drawn towards the side with less behind it: (bid x ask size + ask x bid size) / both sizes, half to
/// even at nine places. Nothing while a side is empty.
[[nodiscard]] std::optional<Price> microPrice(BookSide bids, BookSide asks);
/// What so many units would cost or bring at once, on average a unit; nothing when the side holds fewer.
[[nodiscard]] std::optional<Price> averageFill(BookSide side, Quantity quantity);

} // namespace core
