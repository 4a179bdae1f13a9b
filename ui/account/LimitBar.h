#pragma once

#include <QWidget>

namespace ui {

/// A thin bar: how much of a limit is in use, amber from 80 %, alarm at the limit.
class LimitBar : public QWidget {
    Q_OBJECT

public:
    explicit LimitBar(QWidget *parent = nullptr);

    /// @param share  1 is the limit; more is drawn full.
    void setShare(double share);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    double m_share = 0;
};

} // namespace ui
