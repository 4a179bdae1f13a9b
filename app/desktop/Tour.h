#pragma once

#include "ui/mainwindow/MainWindow.h"

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <functional>
#include <vector>

namespace app {

/// Plays the demo by itself through the window's own keys and buttons: waits for a proposal, approves
/// one, rejects one, edits one, waits for fills, closes the positions. A picture of the window at each
/// step. Ends the program with 0, or with 1 and the step that did not come within 120 s.
class Tour final : public QObject {
    Q_OBJECT

public:
    Tour(core::EngineClient &client, ui::MainWindow &window, QString directory, QObject *parent);

    void start();

private:
    /// A step is tried at every snapshot until it says it is done; then the picture is taken.
    struct Step {
        const char *name;
        std::function<bool()> isDone;
    };
    void addSteps();
    void tick();
    bool takePicture(const QString &name);
    void finish(int code, const QString &words);
    void press(int key);
    [[nodiscard]] const core::ProposalView *selectPending();
    [[nodiscard]] bool actOn(const char *what, const std::function<void()> &act,
                             const std::function<bool(const core::ProposalView &)> &isOver);
    [[nodiscard]] const core::ProposalView *cardOf(const core::ProposalId &id) const;
    [[nodiscard]] bool isEverythingFlat() const;

    core::EngineClient &m_client;
    ui::MainWindow &m_window;
    QString m_directory;
    std::vector<Step> m_steps;
    std::size_t m_at = 0;
    core::ProposalId m_subject;  ///< The card the present step is about.
    QSet<QString> m_used;        ///< Cards that a step has dealt with.
    bool m_hasActed = false;
    QTimer m_timer;
    QTimer m_settle;             ///< Lets the window paint before its picture is taken.
    QElapsedTimer m_total;
    QElapsedTimer m_inStep;
};

} // namespace app
