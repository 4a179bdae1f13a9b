#pragma once

#include "core/domain/Mode.h"
#include "ui/theme/Colours.h"

#include <QString>
#include <QWidget>

class QPainter;

namespace ui {

/// How a destination looks everywhere: a word, a colour, and for real money a pattern.
struct ModeLook {
    QString word;     ///< "DEMO", "REPLAY", "PAPER", "LIVE"
    QString sentence; ///< For screen readers and tooltips.
    Role colour = Role::DemoFrame;
    bool isHatched = false;
};

[[nodiscard]] ModeLook modeLook(core::Destination destination);

/// Fills with the mode's colour and, for live, its diagonal stripes.
void paintMode(QPainter &painter, const QRect &area, const ModeLook &look);

/// A small badge with the mode's word and a detail, such as the account's tail.
class ModeBadge : public QWidget {
    Q_OBJECT

public:
    explicit ModeBadge(QWidget *parent = nullptr);

    void setMode(core::Destination destination, const QString &detail = {});

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QFont badgeFont() const;

    ModeLook m_look;
    QString m_text;
};

} // namespace ui
