#pragma once

#include "core/engine/Snapshot.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;
class QLabel;

namespace ui {

/// The engine's lamps for the status bar: a sign and a word each; what is wrong is said in words.
class LampRow : public QWidget {
    Q_OBJECT

public:
    explicit LampRow(QWidget *parent = nullptr);

    /// @param clock  Of the clock's lamp: what more is to be said of it.
    void showLamps(const std::vector<core::Lamp> &lamps, const std::optional<core::ClockJudged> &clock = {});
    [[nodiscard]] QString toolTipOf(const QString &word) const;
    [[nodiscard]] QStringList texts() const;

private:
    [[nodiscard]] QString shortened(const QString &detail) const;

    QHBoxLayout *m_layout;
    std::vector<QLabel *> m_labels;
};

} // namespace ui
