#pragma once

#include "ui/desk/EditPlan.h"

#include <QWidget>

#include <array>

class QGridLayout;
class QLabel;
class QLineEdit;

namespace ui {

class DeskButton;

/// The fields of an edit, inside the card. Enter saves, Esc leaves, up and down go by one tick, with
/// Shift by ten. What was typed stays when a snapshot arrives; untouched fields follow the card.
class EditForm : public QWidget {
    Q_OBJECT

public:
    explicit EditForm(QWidget *parent = nullptr);

    void begin(const core::ProposalView &view);
    /// The card while it is edited; a new version is told, the typed figures are kept.
    void setView(const core::ProposalView &view);

Q_SIGNALS:
    void saved(const core::EditProposal &command);
    void cancelled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Field {
        QString EditFields::*member = nullptr;
        QLineEdit *line = nullptr;
        QLabel *error = nullptr;
        QLabel *title = nullptr;
        bool isLot = false; ///< Steps are lots, not ticks.
    };
    static constexpr std::size_t fieldCount = 4;

    Field addField(QGridLayout &grid, int column, const QString &title, QString EditFields::*member);
    [[nodiscard]] EditFields typed() const;
    [[nodiscard]] core::Decimal stepOf(const Field &field) const;
    void judge();
    void save();
    bool handleKey(Field &field, int key, Qt::KeyboardModifiers modifiers);

    std::array<Field, fieldCount> m_fields;
    QLabel *m_note;
    DeskButton *m_save;
    core::ProposalView m_view;
    int m_firstVersion = 0;
};

} // namespace ui
