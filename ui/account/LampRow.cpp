#include "ui/account/LampRow.h"

#include "ui/theme/StyleSheet.h"
#include "ui/widgets/LampWords.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVariant>

namespace ui {

LampRow::LampRow(QWidget *parent) : QWidget(parent), m_layout(new QHBoxLayout(this))
{
    setAccessibleName(tr("State of the components"));
    m_layout->setContentsMargins(8, 2, 8, 2);
    m_layout->setSpacing(16);
}

void LampRow::showLamps(const std::vector<core::Lamp> &lamps)
{
    while (m_labels.size() < lamps.size()) {
        m_labels.push_back(new QLabel(this));
        m_layout->addWidget(m_labels.back());
    }
    for (std::size_t index = 0; index < m_labels.size(); ++index) {
        QLabel *label = m_labels[index];
        label->setVisible(index < lamps.size());
        if (index >= lamps.size())
            continue;
        const core::Lamp &lamp = lamps[index];
        const QString word = lampWord(lamp.name);
        const QString detail = QString::fromStdString(lamp.detail);
        label->setText(lamp.isGood ? QStringLiteral("● %1").arg(word)
                                   : QStringLiteral("▲ %1: %2").arg(word, detail));
        label->setToolTip(detail);
        label->setAccessibleName(lamp.isGood ? tr("%1 is well, %2").arg(word, detail)
                                             : tr("%1 is not well, %2").arg(word, detail));
        setStyleProperty(label, "tone", lamp.isGood ? QStringLiteral("good") : QStringLiteral("warning"));
    }
}

QStringList LampRow::texts() const
{
    QStringList texts;
    for (const QLabel *label : m_labels)
        if (!label->isHidden())
            texts += label->text();
    return texts;
}

} // namespace ui
