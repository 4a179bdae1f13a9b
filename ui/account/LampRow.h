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

    void showLamps(const std::vector<core::Lamp> &lamps);
    [[nodiscard]] QStringList texts() const;

private:
    QHBoxLayout *m_layout;
    std::vector<QLabel *> m_labels;
};

} // namespace ui
