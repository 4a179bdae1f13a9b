#include "ui/desk/EditForm.h"

#include "ui/desk/CardText.h"
#include "ui/desk/DeskButton.h"
#include "ui/theme/StyleSheet.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ui {

EditForm::EditForm(QWidget *parent)
    : QWidget(parent), m_note(new QLabel(this)),
      m_save(new DeskButton(tr("Save the edit"), DeskButton::Effect::Harmless, this))
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    m_fields = {addField(*grid, 0, tr("Quantity"), &EditFields::quantity),
                addField(*grid, 1, tr("Limit"), &EditFields::limit),
                addField(*grid, 2, tr("Stop"), &EditFields::stop),
                addField(*grid, 3, tr("Target"), &EditFields::target)};
    m_fields[0].isLot = true;
    auto *cancel = new DeskButton(tr("Leave"), DeskButton::Effect::Harmless, this);
    cancel->setToolTip(tr("Leave the card as it was (Esc)"));
    m_save->setToolTip(tr("Save; the card then needs a new yes (Enter)"));
    m_save->setObjectName(QStringLiteral("saveEdit"));
    m_note->setWordWrap(true);
    m_note->setObjectName(QStringLiteral("editNote"));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_save);
    row->addWidget(cancel);
    row->addWidget(m_note, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(grid);
    layout->addLayout(row);
    connect(m_save, &QPushButton::clicked, this, &EditForm::save);
    connect(cancel, &QPushButton::clicked, this, &EditForm::cancelled);
}

EditForm::Field EditForm::addField(QGridLayout &grid, int column, const QString &title,
                                   QString EditFields::*member)
{
    const Field field{.member = member,
                      .line = new QLineEdit(this),
                      .error = new QLabel(this),
                      .title = new QLabel(title, this)};
    field.title->setProperty("tone", QStringLiteral("heading"));
    field.title->setBuddy(field.line);
    field.line->setAccessibleName(title);
    field.line->installEventFilter(this);
    field.error->setProperty("tone", QStringLiteral("alarm"));
    field.error->setWordWrap(true);
    field.error->hide();
    grid.setColumnStretch(column, 1);
    grid.addWidget(field.title, 0, column);
    grid.addWidget(field.line, 1, column);
    field.error->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    grid.addWidget(field.error, 2, column);
    connect(field.line, &QLineEdit::textEdited, this, &EditForm::judge);
    return field;
}

void EditForm::begin(const core::ProposalView &view)
{
    m_view = view;
    m_firstVersion = view.proposal.version;
    const EditFields present = editFieldsOf(view);
    for (Field &field : m_fields) {
        field.line->setText(present.*field.member);
        field.line->setModified(false);
    }
    const bool isMarket = view.proposal.orderType == core::OrderType::Market;
    m_fields[1].title->setText(isMarket ? tr("Not beyond") : tr("Limit"));
    m_fields[1].line->setAccessibleName(m_fields[1].title->text());
    judge();
    m_fields[0].line->setFocus(Qt::ShortcutFocusReason);
    m_fields[0].line->selectAll();
}

void EditForm::setView(const core::ProposalView &view)
{
    const bool isNew = view.proposal.version != m_view.proposal.version;
    m_view = view;
    if (!isNew)
        return;
    const EditFields present = editFieldsOf(view);
    for (Field &field : m_fields)
        if (!field.line->isModified())
            field.line->setText(present.*field.member);
    judge();
}

EditFields EditForm::typed() const
{
    EditFields fields;
    for (const Field &field : m_fields)
        fields.*field.member = field.line->text();
    return fields;
}

core::Decimal EditForm::stepOf(const Field &field) const
{
    const auto instrument = core::usualInstrument(m_view.proposal.signal.series.instrument);
    return field.isLot ? instrument.lotSize : instrument.tickSize;
}

void EditForm::judge()
{
    const EditPlan edit = planEdit(m_view, typed());
    for (Field &field : m_fields) {
        const QString error = edit.errors.*field.member;
        field.error->setText(error);
        field.error->setVisible(!error.isEmpty());
        field.line->setAccessibleDescription(error);
        setStyleProperty(field.line, "isWrong", !error.isEmpty());
    }
    QString note = edit.warning;
    if (m_view.proposal.version != m_firstVersion)
        note = tr("The card became version %1 meanwhile; what you typed is kept. %2")
                   .arg(m_view.proposal.version)
                   .arg(note);
    m_note->setText(note);
    setStyleProperty(m_note, "tone", QStringLiteral("warning"));
    m_save->setEnabled(edit.errors.areEmpty() && edit.hasChanges());
}

void EditForm::save()
{
    const EditPlan edit = planEdit(m_view, typed());
    judge();
    if (!edit.errors.areEmpty())
        return;
    if (edit.hasChanges())
        Q_EMIT saved(edit.command);
    else
        Q_EMIT cancelled();
}

bool EditForm::handleKey(Field &field, int key, Qt::KeyboardModifiers modifiers)
{
    switch (key) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        save();
        return true;
    case Qt::Key_Escape:
        Q_EMIT cancelled();
        return true;
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int size = modifiers.testFlag(Qt::ShiftModifier) ? 10 : 1;
        field.line->setText(
            steppedText(field.line->text(), stepOf(field), key == Qt::Key_Up ? size : -size));
        field.line->setModified(true);
        judge();
        return true;
    }
    default:
        return false;
    }
}

bool EditForm::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *press = static_cast<QKeyEvent *>(event);
    for (Field &field : m_fields) {
        const bool isOurs = watched == field.line;
        const bool isEnter = press->key() == Qt::Key_Return || press->key() == Qt::Key_Enter;
        if (isOurs && press->isAutoRepeat() && isEnter)
            return true; // a held Enter saves once
        if (isOurs && handleKey(field, press->key(), press->modifiers()))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace ui
