#pragma once

#include "ui/widgets/ModeDialog.h"

class QListWidget;
class QTextBrowser;

namespace ui {

/// The pages of the help, beside the window and never over what it asks; nothing in it needs a network.
class HelpWindow : public ModeDialog {
    Q_OBJECT

public:
    explicit HelpWindow(QWidget *parent = nullptr);

    /// By its name; one that there is not leaves the page as it is.
    void openAt(const QString &topic);
    [[nodiscard]] QString pageText() const;
    [[nodiscard]] QListWidget &topics() { return *m_topics; }

private:
    void showPage(int row);

    QListWidget *m_topics;
    QTextBrowser *m_page;
};

} // namespace ui
