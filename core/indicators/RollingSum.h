#pragma once

#include <cstddef>
#include <vector>

namespace core {

/// Sum of the last `size` values that cannot drift: nothing is ever subtracted. The stream is cut
/// into blocks of `size`; the sum is the tail of the last block (its suffix sums are made once per
/// block) plus the head of the present one. So the result depends on the values in the window
/// only, however long the stream was and whatever stood in it before.
/// Error: |computed − exact| ≤ (size + 1)·ε·Σ|x| over the window, ε = 2^-53.
/// Cost: three additions per value on average; one value in `size` pays for its block.
/// Source: the two-stack queue of sliding-window aggregation, e.g. Tangwongsan, Hirzel, Schneider,
/// "Low-Latency Sliding-Window Aggregation in Worst-Case Constant Time", DEBS 2017, section 3.
class RollingSum {
public:
    /// A size below one is a bug.
    explicit RollingSum(int size);

    void add(double value);
    [[nodiscard]] bool isFull() const { return m_isFull; }
    /// Of all values so far while there are fewer than `size`.
    [[nodiscard]] double sum() const { return m_head + m_block[m_next]; }
    [[nodiscard]] int size() const { return int(m_block.size()) - 1; }
    void reset();

private:
    void startBlock();

    /// Below m_next the present block's values, from there on suffix sums of the last block; the
    /// entry behind the end stays zero.
    std::vector<double> m_block;
    std::size_t m_next = 0;
    double m_head = 0;
    bool m_isFull = false;
};

} // namespace core
