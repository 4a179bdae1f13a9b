#pragma once

#include <QWidget>

#include <vector>

class QPushButton;

namespace ui {

/// How fast market time runs in demo and replay: pause, 1×, 10×, 60×, 300×.
class SpeedControl : public QWidget {
    Q_OBJECT

public:
    explicit SpeedControl(QWidget *parent = nullptr);

    void setSpeed(double speed);
    /// The button for that speed; 0 is the pause.
    [[nodiscard]] QPushButton *button(double speed) const;

Q_SIGNALS:
    void requested(double speed);

private:
    struct Choice {
        double speed;
        QPushButton *button;
    };
    std::vector<Choice> m_choices;
    double m_speed = 1;
};

} // namespace ui
