#include "ui/desk/CardWhy.h"

#include "ui/desk/CardRules.h"
#include "ui/desk/CardText.h"
#include "ui/format/Numbers.h"
#include "ui/theme/StyleSheet.h"

#include <QLabel>
#include <QVBoxLayout>

namespace ui {

namespace {

QLabel *line(QWidget *parent, const char *tone)
{
    auto *made = new QLabel(parent);
    made->setProperty("tone", QString::fromLatin1(tone));
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    return made;
}

/// Hides an empty line, so that it takes no room.
void setLine(QLabel *label, const QString &words)
{
    label->setText(words);
    label->setVisible(!words.isEmpty());
}

} // namespace

CardWhy::CardWhy(QWidget *parent)
    : QWidget(parent), m_changes(line(this, "warning")), m_reasons(line(this, "plain")),
      m_record(line(this, "muted")), m_questionedLines(new QVBoxLayout), m_passed(line(this, "good")),
      m_order(line(this, "figure")), m_protection(line(this, "plain"))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_questionedLines->setSpacing(4);
    layout->addWidget(m_changes);
    layout->addWidget(m_order);
    layout->addWidget(m_protection);
    layout->addSpacing(4);
    layout->addWidget(m_reasons);
    layout->addWidget(m_record);
    layout->addSpacing(4);
    layout->addLayout(m_questionedLines);
    layout->addWidget(m_passed);
}

void CardWhy::setView(const core::ProposalView &view)
{
    setChanges(view);
    setLine(m_order, orderText(view.proposal));
    setLine(m_protection, protectionText(view.proposal, view.isTargetWatched));
    setStyleProperty(m_protection, "tone",
                     view.proposal.stopPrice ? QStringLiteral("plain") : QStringLiteral("alarm"));
    setReasons(view);
    setGuards(view);
}

void CardWhy::setChanges(const core::ProposalView &view)
{
    QStringList changes;
    for (const std::string &change : view.changes)
        changes += text(change);
    setLine(m_changes, changes.isEmpty() ? QString()
                                         : tr("Changed, needs a new yes: %1")
                                               .arg(changes.join(QStringLiteral(" · "))));
}

void CardWhy::setReasons(const core::ProposalView &view)
{
    QStringList reasons;
    for (const std::string &reason : view.proposal.reasons)
        reasons += QStringLiteral("• ") + text(reason);
    setLine(m_reasons, reasons.join(QLatin1Char('\n')));
    const core::Signal &signal = view.proposal.signal;
    // A rule either speaks or does not; a hundred per cent would promise what it does not know.
    const bool isPlainRule = signal.source == core::SignalSource::Technical && signal.idea.confidence >= 1.0;
    QString record = isPlainRule
                         ? tr("A rule without a confidence figure, no record yet")
                         : tr("Confidence %1, no record yet").arg(percentText(signal.idea.confidence * 100, 0));
    if (!view.proposal.bindingLimit.empty())
        record += tr(" · size set by %1").arg(text(view.proposal.bindingLimit));
    if (view.proposal.signal.isOnRepairedBars)
        record += tr(" · on repaired bars");
    setLine(m_record, record);
}

void CardWhy::setGuards(const core::ProposalView &view)
{
    QStringList passed;
    QStringList passedDetails;
    std::size_t used = 0;
    for (const core::GuardResult &guard : view.guards) {
        if (guard.grade == core::GuardGrade::Pass) {
            passed += ruleText(guard.rule).toLower();
            passedDetails += text(guard.detail);
            continue;
        }
        if (used == m_questioned.size()) {
            m_questioned.push_back(line(this, "warning"));
            m_questionedLines->addWidget(m_questioned.back());
        }
        QLabel *label = m_questioned[used++];
        if (isAskedAtTheOpen(view, guard)) {
            setLine(label, tr("◷ %1 is asked at the open: %2").arg(ruleText(guard.rule), text(guard.detail)));
            setStyleProperty(label, "tone", QStringLiteral("muted"));
            continue;
        }
        setLine(label, QStringLiteral("%1 %2 (%3): %4")
                           .arg(QString(gradeMark(guard.grade)), ruleText(guard.rule),
                                gradeText(guard.grade), text(guard.detail)));
        setStyleProperty(label, "tone", gradeTone(guard.grade));
    }
    for (; used < m_questioned.size(); ++used)
        m_questioned[used]->hide();
    setLine(m_passed, passed.isEmpty() ? QString()
                                       : tr("%1 passed: %2").arg(QString(gradeMark(core::GuardGrade::Pass)),
                                                                 passed.join(QStringLiteral(", "))));
    m_passed->setToolTip(passedDetails.join(QLatin1Char('\n')));
}

} // namespace ui
