#pragma once

#include <QWidget>

#include <functional>

class QLineEdit;
class QPushButton;

namespace ui {

class ErrorPanel;

/// Where everything is kept, and a way to it.
class DataPage : public QWidget {
    Q_OBJECT

public:
    /// False when the system could not show it.
    using FolderOpener = std::function<bool(const QString &folder)>;

    /// @param opener  By default the system's file manager.
    explicit DataPage(const QString &dataDir, FolderOpener opener = {}, QWidget *parent = nullptr);

    [[nodiscard]] QPushButton &openButton() { return *m_open; }
    [[nodiscard]] QPushButton &copyButton() { return *m_copy; }
    [[nodiscard]] ErrorPanel &errorPanel() { return *m_error; }

private:
    QString m_dataDir;
    FolderOpener m_opener;
    QLineEdit *m_path;
    QPushButton *m_open;
    QPushButton *m_copy;
    ErrorPanel *m_error;
};

} // namespace ui
