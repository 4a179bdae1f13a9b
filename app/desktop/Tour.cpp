#include "app/desktop/Tour.h"

#include "ui/desk/DeskPanel.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QDir>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPixmap>

#include <cstdio>

namespace app {

using namespace core;

namespace {

constexpr int tickMillis = 150;
constexpr int settleMillis = 600; ///< The window repaints and queued replots are done by then.
constexpr qint64 totalMillis = 118'000;
/// Fast enough that the next crosses come within seconds.
constexpr double hurriedSpeed = 900;

void sendKey(QWidget &widget, int key, const QString &text = {})
{
    QKeyEvent press(QEvent::KeyPress, key, Qt::NoModifier, text);
    QApplication::sendEvent(&widget, &press);
    QKeyEvent release(QEvent::KeyRelease, key, Qt::NoModifier, text);
    QApplication::sendEvent(&widget, &release);
}

void type(QWidget &field, const QString &text)
{
    for (const QChar c : text)
        sendKey(field, 0, QString(c));
}

QLineEdit *firstOpenField(QWidget &desk)
{
    for (QLineEdit *field : desk.findChildren<QLineEdit *>())
        if (field->isVisible())
            return field;
    return nullptr;
}

/// Half the quantity in whole steps of what it is written in.
QString halved(const Proposal &proposal)
{
    const Instrument instrument = usualInstrument(proposal.signal.series.instrument);
    const Decimal half = Decimal::fromNanos(proposal.quantity.value().nanos() / 2);
    return QString::fromStdString(instrument.flooredQuantity(Quantity(half)).toString());
}

} // namespace

Tour::Tour(EngineClient &client, ui::MainWindow &window, QString directory, QObject *parent)
    : QObject(parent), m_client(client), m_window(window), m_directory(std::move(directory))
{
    connect(&m_timer, &QTimer::timeout, this, &Tour::tick);
    m_settle.setSingleShot(true);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        if (!takePicture(QString::fromLatin1(m_steps[m_at].name)))
            return;
        m_hasActed = false;
        m_subject = ProposalId();
        m_inStep.restart();
        if (++m_at == m_steps.size())
            finish(0, tr("The tour is over; the pictures are in %1").arg(QDir(m_directory).absolutePath()));
        else
            m_timer.start(tickMillis);
    });
    connect(&m_client, &EngineClient::engineLost, this,
            [this](const QString &reason) { finish(1, tr("The engine was lost: %1").arg(reason)); });
    addSteps();
}

void Tour::start()
{
    if (!QDir().mkpath(m_directory))
        return finish(1, tr("The folder %1 cannot be made").arg(m_directory));
    m_total.start();
    m_inStep.start();
    m_timer.start(tickMillis);
}

void Tour::addSteps()
{
    m_steps = {
        {"01-started", [this] { return !m_client.snapshot()->series.empty() && m_client.snapshot()->isReady; }},
        {"02-proposal", [this] { return selectPending() != nullptr; }},
        {"03-approved-and-filled",
         [this] {
             return actOn("approve", [this] { press(Qt::Key_A); },
                          [](const ProposalView &view) { return view.state == ProposalState::Filled; });
         }},
        {"04-rejected",
         [this] {
             return actOn("reject", [this] { press(Qt::Key_R); press(Qt::Key_3); },
                          [](const ProposalView &view) { return view.state == ProposalState::Rejected; });
         }},
        {"05-edited",
         [this] {
             return actOn("edit",
                          [this] {
                              press(Qt::Key_E);
                              const ProposalView *card = cardOf(m_subject);
                              QLineEdit *field = firstOpenField(*m_window.findChild<ui::DeskPanel *>());
                              if (!field || !card)
                                  return;
                              type(*field, halved(card->proposal));
                              sendKey(*field, Qt::Key_Return);
                          },
                          [](const ProposalView &view) { return view.proposal.version > 1; });
         }},
        {"06-edited-approved-and-filled",
         [this] {
             return actOn("approve the edited one", [this] { press(Qt::Key_A); },
                          [](const ProposalView &view) { return view.state == ProposalState::Filled; });
         }},
        {"07-light",
         [this] {
             ui::applyTheme(ui::ThemeChoice::Light);
             return true;
         }},
        {"08-closed",
         [this] {
             ui::applyTheme(ui::ThemeChoice::Dark);
             if (isEverythingFlat())
                 return true;
             if (std::exchange(m_hasActed, true))
                 return false;
             const auto snapshot = m_client.snapshot();
             for (const PositionView &position : snapshot->positions)
                 if (!position.quantity.isZero())
                     m_client.send(ClosePosition{position.instrument});
             return false;
         }},
    };
}

void Tour::tick()
{
    if (m_total.elapsed() > totalMillis)
        return finish(1, tr("The step %1 did not come in time").arg(QString::fromLatin1(m_steps[m_at].name)));
    if (!m_client.snapshot())
        return;
    if (!m_steps[m_at].isDone())
        return;
    std::fprintf(stderr, "tour: %s after %.1f s\n", m_steps[m_at].name, double(m_inStep.elapsed()) / 1000.0);
    m_timer.stop();
    m_settle.start(settleMillis);
}

void Tour::press(int key)
{
    auto *desk = m_window.findChild<ui::DeskPanel *>();
    desk->focusDesk();
    const bool isLetter = key >= Qt::Key_0 && key <= Qt::Key_Z;
    sendKey(*desk, key, isLetter ? QString(QChar(key)).toLower() : QString());
}

const ProposalView *Tour::selectPending()
{
    const auto snapshot = m_client.snapshot();
    for (const ProposalView &view : snapshot->waiting)
        if (view.state == ProposalState::Pending && !m_used.contains(QString::fromStdString(view.proposal.id.text()))) {
            m_window.selection().selectSeries(view.proposal.signal.series);
            m_window.selection().selectProposal(view.proposal.id);
            return &view;
        }
    // Nothing to decide: the market may hurry until there is.
    m_client.send(SetSpeed{hurriedSpeed});
    return nullptr;
}

/// Takes a card for the step, acts on it — again after a while, for a card that has just appeared is
/// deaf on purpose — and says when the outcome is there.
bool Tour::actOn(const char *, const std::function<void()> &act,
                 const std::function<bool(const ProposalView &)> &isOver)
{
    if (m_subject.isEmpty()) {
        const ProposalView *card = selectPending();
        if (!card)
            return false;
        m_subject = card->proposal.id;
    }
    const ProposalView *card = cardOf(m_subject);
    if (card && isOver(*card)) {
        if (isTerminal(card->state))
            m_used.insert(QString::fromStdString(m_subject.text()));
        return true;
    }
    if (!card || isTerminal(card->state)) {
        m_subject = ProposalId(); // expired or withdrawn meanwhile: the next one will do
        return false;
    }
    if (card->state == ProposalState::Pending && m_window.selection().proposal() == m_subject)
        act();
    else if (isWaiting(card->state))
        m_window.selection().selectProposal(m_subject);
    return false;
}

const ProposalView *Tour::cardOf(const ProposalId &id) const
{
    const auto snapshot = m_client.snapshot(); // the client keeps it until the next one
    for (const auto *list : {&snapshot->waiting, &snapshot->decided})
        for (const ProposalView &view : *list)
            if (view.proposal.id == id)
                return &view;
    return nullptr;
}

bool Tour::isEverythingFlat() const
{
    const auto snapshot = m_client.snapshot();
    for (const PositionView &position : snapshot->positions)
        if (!position.quantity.isZero())
            return false;
    return true;
}

bool Tour::takePicture(const QString &name)
{
    const QString path = QDir(m_directory).filePath(name + QStringLiteral(".png"));
    if (m_window.grab().save(path))
        return true;
    finish(1, tr("The picture %1 cannot be written").arg(path));
    return false;
}

void Tour::finish(int code, const QString &words)
{
    m_timer.stop();
    m_settle.stop();
    std::fprintf(stderr, "tour: %s\n", qPrintable(words));
    // Later, because the event loop that is to end may not have begun.
    QMetaObject::invokeMethod(qApp, [code] { QApplication::exit(code); }, Qt::QueuedConnection);
}

} // namespace app
