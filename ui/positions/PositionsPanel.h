#pragma once

#include "core/engine/EngineClient.h"
#include "ui/positions/PositionsModel.h"
#include "ui/widgets/Selection.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QPushButton;
class QStackedLayout;

namespace ui {

class ConfirmButton;
class EmptyState;
class ReasonDialog;
class RowProxy;
class RowView;

/// The open positions; closing one asks back on the button itself, accepting what the venue says of one
/// wants a typed reason.
class PositionsPanel : public QWidget {
    Q_OBJECT

public:
    explicit PositionsPanel(core::EngineClient &client, Selection &selection, QWidget *parent = nullptr);

    [[nodiscard]] PositionsModel &model() { return m_model; }
    [[nodiscard]] RowView &view() { return *m_view; }
    [[nodiscard]] ConfirmButton &closeButton() { return *m_close; }
    [[nodiscard]] QPushButton &acceptButton() { return *m_accept; }

private:
    void arrange();
    void showSnapshot();
    void showTotals();
    void showPage(const core::EngineSnapshot *snapshot);
    void showChoice();
    void openMenu(QPoint at);
    void closeChosen();
    void showAccept(const std::optional<PositionRow> &row);
    void askToAccept();
    void closeStaleQuestion();
    [[nodiscard]] std::optional<PositionRow> chosen() const;

    core::EngineClient &m_client;
    Selection &m_selection;
    PositionsModel m_model;
    RowProxy *m_proxy;
    RowView *m_view;
    QStackedLayout *m_pages;
    EmptyState *m_empty;
    QLabel *m_totals;
    QPushButton *m_accept;
    ConfirmButton *m_close;
    QPointer<ReasonDialog> m_question;
    core::InstrumentId m_asked; ///< Of the open question.
};

} // namespace ui
