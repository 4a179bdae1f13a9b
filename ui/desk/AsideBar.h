#pragma once

#include "core/engine/Snapshot.h"

#include <QStringList>
#include <QWidget>

#include <functional>
#include <vector>

class QVBoxLayout;

namespace ui {

/// What has been put aside, a line each with the button that brings it back: snoozed cards, paused
/// strategies, muted instruments. Hidden while there is nothing.
class AsideBar : public QWidget {
    Q_OBJECT

public:
    explicit AsideBar(QWidget *parent = nullptr);
    void setSnapshot(const core::EngineSnapshot &snapshot);

Q_SIGNALS:
    void wakeAsked(const core::ProposalId &id);
    void resumeAsked(const core::BotId &bot);
    void hearAsked(const core::InstrumentId &instrument);

private:
    /// One line in words, told apart from the others by its key.
    struct Line {
        QString key;
        QString words;
        QString button;
        QString hint;
        std::function<void()> press;
    };
    [[nodiscard]] std::vector<Line> linesOf(const core::EngineSnapshot &snapshot);
    [[nodiscard]] Line snoozedLine(const core::ProposalView &view);
    void rebuild(const std::vector<Line> &lines);

    QVBoxLayout *m_layout;
    QStringList m_keys; ///< On the screen; as long as they stay, only words change.
};

} // namespace ui
