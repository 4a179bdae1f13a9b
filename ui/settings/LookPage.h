#pragma once

#include "ui/theme/Theme.h"

#include <QWidget>

class QButtonGroup;
class QLabel;
class QSlider;

namespace ui {

/// How the program looks, as the owner chose it.
struct Look {
    ThemeChoice theme = ThemeChoice::Dark;
    double fontScale = 1.0;
    PricePair pair = PricePair::BlueOrange;

    bool operator==(const Look &) const = default;
};

/// Theme, colours of up and down, text size. A change counts at once; who dresses the program hears it.
class LookPage : public QWidget {
    Q_OBJECT

public:
    explicit LookPage(const Look &look, QWidget *parent = nullptr);

    /// Shows what is on; nothing is emitted.
    void setLook(const Look &look);
    [[nodiscard]] const Look &look() const { return m_look; }
    [[nodiscard]] QSlider &sizeSlider() { return *m_size; }

Q_SIGNALS:
    void lookChosen(const ui::Look &look);

private:
    QWidget *madeChoices(const QString &name, QButtonGroup *group, const QStringList &texts);
    void choose(const Look &look);
    void showSample();

    Look m_look;
    QButtonGroup *m_themes;
    QButtonGroup *m_pairs;
    QSlider *m_size;
    QLabel *m_sizeText;
    QLabel *m_up;
    QLabel *m_down;
};

} // namespace ui
