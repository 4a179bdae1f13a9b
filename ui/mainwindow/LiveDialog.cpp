#include "ui/mainwindow/LiveDialog.h"

#include "core/domain/AccountTail.h"
#include "ui/format/Numbers.h"
#include "ui/widgets/ModeFrame.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace ui {

namespace {

constexpr qsizetype tailLetters = 4;
constexpr int widthInLetters = 84;

QString modeText(const LiveQuestion &question)
{
    if (question.mode == core::DecisionMode::Manual)
        return LiveDialog::tr("Manual: signals are advice, and only your own tickets trade");
    return question.isModeLowered
               ? LiveDialog::tr("Hybrid: nothing is sent before you countersign it. Automatic is not taken over from "
                                "the profile; choose it in the window if you want it")
               : LiveDialog::tr("Hybrid: nothing is sent before you countersign it");
}

} // namespace

LiveDialog::LiveDialog(LiveQuestion question, QWidget *parent, std::chrono::milliseconds sleeps)
    : ModeDialog(parent), m_question(std::move(question)), m_explanation(new QLabel(this)),
      m_field(new QLineEdit(this)), m_leave(new QPushButton(tr("Do not start"), this)),
      m_start(new QPushButton(tr("Trade real money with …%1").arg(tail()), this))
{
    setTitle(tr("Start with real money?"));
    wear(core::Destination::Live);
    arrange();
    m_sleep.setSingleShot(true);
    connect(&m_sleep, &QTimer::timeout, this, &LiveDialog::showReadiness);
    connect(m_field, &QLineEdit::textChanged, this, &LiveDialog::showReadiness);
    connect(m_start, &QPushButton::clicked, this, &LiveDialog::start);
    connect(m_leave, &QPushButton::clicked, this, &QDialog::reject);
    m_sleep.start(sleeps);
    showReadiness();
    m_field->setFocus();
}

void LiveDialog::arrange()
{
    auto *heading = new QLabel(tr("This run trades real money"), this);
    heading->setProperty("tone", QStringLiteral("symbol"));
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(8);
    grid->setColumnStretch(1, 1);
    addFacts(*grid);
    m_explanation->setWordWrap(true);
    //: %1 is the end of an account's number
    m_explanation->setText(tr("To start, type the end of the account's number: %1").arg(tail()));
    m_field->setAccessibleName(tr("The end of the account's number"));
    m_field->setInputMethodHints(Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    for (QPushButton *button : {m_leave, m_start}) {
        button->setAccessibleName(button->text());
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    m_leave->setDefault(true);
    m_start->setProperty("kind", QStringLiteral("danger"));
    constexpr int margin = ModeFrame::width + 18;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(margin, margin, margin, margin);
    layout->setSpacing(14);
    layout->addWidget(heading);
    layout->addLayout(grid);
    layout->addWidget(m_explanation);
    layout->addWidget(m_field);
    layout->addLayout(buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * widthInLetters);
}

void LiveDialog::addFacts(QGridLayout &grid)
{
    //: An account and the end of its number
    addFact(grid, tr("Account"), tr("%1, …%2").arg(m_question.account, tail()));
    addFact(grid, tr("Equity"), m_question.equity ? moneyText(*m_question.equity) : tr("not told by the venue"));
    addFact(grid, tr("Largest order"), moneyText(m_question.limits.maxOrderValue));
    addFact(grid, tr("Entries stop for the day at a loss of"), lossText());
    addFact(grid, tr("Strategies"), m_question.strategies.isEmpty() ? tr("none")
                                                                    : m_question.strategies.join(QLatin1Char('\n')));
    addFact(grid, tr("Who decides"), modeText(m_question));
    if (!m_question.limitsProblem.isEmpty())
        addFact(grid, tr("Your risk limits"), tr("cannot be read, so no entry leaves: %1").arg(m_question.limitsProblem),
                "warning");
}

void LiveDialog::addFact(QGridLayout &grid, const QString &name, const QString &value, const char *tone)
{
    auto *title = new QLabel(name, this);
    title->setProperty("tone", QStringLiteral("muted"));
    auto *said = new QLabel(value, this);
    said->setProperty("tone", QString::fromLatin1(tone));
    said->setWordWrap(true);
    said->setTextFormat(Qt::PlainText);
    said->setAccessibleName(QStringLiteral("%1: %2").arg(name, value));
    const int row = grid.rowCount();
    grid.addWidget(title, row, 0, Qt::AlignTop);
    grid.addWidget(said, row, 1);
}

QString LiveDialog::tail() const
{
    return m_question.number.right(tailLetters);
}

QString LiveDialog::lossText() const
{
    const QString share = percentText(100.0 * m_question.limits.dayLoss.toDouble());
    if (!m_question.equity)
        return share;
    //: A share of the equity, then as money
    return tr("%1, %2").arg(share, moneyText(core::scaled(*m_question.equity, m_question.limits.dayLoss)));
}

QString LiveDialog::typed() const
{
    return m_field->text().trimmed();
}

QString LiveDialog::text() const
{
    QStringList lines;
    for (const QLabel *label : findChildren<QLabel *>())
        lines += label->text();
    return lines.join(QLatin1Char('\n'));
}

bool LiveDialog::isReady() const
{
    return !m_sleep.isActive() && core::isTailTyped(m_question.number.toStdString(), typed().toStdString());
}

void LiveDialog::showReadiness()
{
    m_start->setEnabled(isReady());
}

void LiveDialog::start()
{
    if (isReady())
        accept();
}

/// Enter means the start once the number stands there, and nothing before; on a button it presses it.
void LiveDialog::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Return && event->key() != Qt::Key_Enter)
        return ModeDialog::keyPressEvent(event);
    event->accept();
    if (event->isAutoRepeat())
        return;
    if (m_leave->hasFocus())
        return reject();
    start();
}

} // namespace ui
