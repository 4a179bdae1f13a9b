#pragma once

#include <QFrame>

namespace ui {

/// The key map, over the desk; it takes no focus and any key or click closes it.
class KeyHelp : public QFrame {
    Q_OBJECT

public:
    explicit KeyHelp(QWidget *parent);
    void open();

protected:
    void mousePressEvent(QMouseEvent *event) override;
};

} // namespace ui
