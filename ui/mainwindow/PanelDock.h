#pragma once

#include "ui/widgets/ModeBadge.h"

#include <QDockWidget>

class QVBoxLayout;

namespace ui {

/// A panel in the window. Docked it has no title bar (its tab or its own heading names it);
/// floating it is a window of its own and wears the mode's frame like every other window.
class PanelDock : public QDockWidget {
    Q_OBJECT

public:
    /// @param name  Of the object: what a saved layout knows it by.
    PanelDock(const QString &name, const QString &title, QWidget *content, QWidget *parent = nullptr);

    void setMode(core::Destination destination);
    [[nodiscard]] QWidget &content() { return *m_content; }

private:
    void adoptFloating(bool isFloating);

    class Frame;
    Frame *m_frame;
    QWidget *m_content;
};

} // namespace ui
