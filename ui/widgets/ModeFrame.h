#pragma once

#include "ui/widgets/ModeBadge.h"

class QVBoxLayout;

namespace ui {

/// The frame around everything in a top-level window, so that no glance can mistake the account.
class ModeFrame : public QWidget {
    Q_OBJECT

public:
    static constexpr int width = 6; ///< Logical pixels.

    explicit ModeFrame(QWidget *parent = nullptr);

    void setContent(QWidget *content);
    /// Also marks the window: "[LIVE · Alpaca · …1234] Countersign" in title and accessible name.
    void setMode(core::Destination destination, const QString &account);
    [[nodiscard]] static QString titleFor(core::Destination destination, const QString &account);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QVBoxLayout *m_layout;
    ModeLook m_look;
};

} // namespace ui
