#pragma once

#include "core/base/Timestamp.h"

#include <QWidget>

#include <optional>

namespace ui {

/// How pressing a deadline is: amber from half of the life, red in the last fifth (at least 10 s).
enum class Urgency { Calm, Amber, Red };
[[nodiscard]] Urgency urgencyOf(core::Duration left, core::Duration life);

/// A bar that shrinks with the time left.
class TimeLeftBar : public QWidget {
    Q_OBJECT

public:
    explicit TimeLeftBar(QWidget *parent = nullptr);
    void setTimes(core::Duration left, core::Duration life);
    [[nodiscard]] Urgency urgency() const { return m_urgency; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_share = 0;
    Urgency m_urgency = Urgency::Calm;
};

/// Where the price is between the plan and the limits, in R: to the right is against us, to the left
/// is towards the stop. Ticks mark where a new quote is due and where it is too far.
class DriftBar : public QWidget {
    Q_OBJECT

public:
    explicit DriftBar(QWidget *parent = nullptr);
    void setDrift(std::optional<double> drift);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::optional<double> m_drift;
};

} // namespace ui
