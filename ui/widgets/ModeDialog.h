#pragma once

#include "core/domain/Mode.h"

#include <QDialog>

#include <optional>

namespace ui {

/// A dialog that wears the frame of where orders go, in its title too: "[LIVE] End an order by hand". A layout
/// in it keeps its margins wider than `ModeFrame::width`.
class ModeDialog : public QDialog {
    Q_OBJECT

public:
    explicit ModeDialog(QWidget *parent = nullptr) : QDialog(parent) {}

    /// Without the mode's word, which `wear` adds.
    void setTitle(const QString &title);
    void wear(core::Destination destination);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showTitle();

    QString m_title;
    std::optional<core::Destination> m_destination; ///< Nothing: not said yet, and no frame.
};

} // namespace ui
