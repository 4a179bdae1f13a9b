#pragma once

#include <QWidget>

class QLabel;

namespace ui {

/// A caption over its figure, as the account bar and the monitor line them up.
class FigureCell : public QWidget {
    Q_OBJECT

public:
    FigureCell(const QString &caption, const QString &explanation, QWidget *parent = nullptr);

    /// @param tone  As in the style sheet: "figure", "up", "down", "warning", "alarm".
    void setFigure(const QString &text, const QString &tone = QStringLiteral("figure"));
    void setCaption(const QString &caption);
    [[nodiscard]] QString figure() const;

private:
    QLabel *m_caption;
    QLabel *m_figure;
};

} // namespace ui
