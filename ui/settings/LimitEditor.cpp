#include "ui/settings/LimitEditor.h"

#include "ui/account/LimitBar.h"
#include "ui/theme/StyleSheet.h"

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVariant>
#include <QVBoxLayout>

namespace ui {

LimitEditor::LimitEditor(const core::LimitRange &range, QWidget *parent)
    : QWidget(parent), m_range(range), m_words(limitWords(range.key)), m_column(new QWidget(this)), m_title(new QLabel(this)),
      m_explanation(new QLabel(this)), m_wrong(new QLabel(this)), m_note(new QLabel(this)), m_use(new QLabel(this)),
      m_bar(new LimitBar(this))
{
    setObjectName(QString::fromUtf8(range.key.data(), qsizetype(range.key.size())));
    arrange();
}

void LimitEditor::arrange()
{
    m_title->setText(title());
    m_title->setProperty("tone", QStringLiteral("figure"));
    m_explanation->setWordWrap(true);
    m_explanation->setProperty("tone", QStringLiteral("muted"));
    m_wrong->setProperty("tone", QStringLiteral("alarm"));
    m_wrong->setWordWrap(true);
    m_wrong->hide();
    m_use->setProperty("tone", QStringLiteral("muted"));
    m_use->setWordWrap(true);
    m_note->setWordWrap(true);
    if (m_words.use) // what comes and goes with a card must not move the fields
        for (QWidget *part : {static_cast<QWidget *>(m_bar), static_cast<QWidget *>(m_use)}) {
            QSizePolicy policy = part->sizePolicy();
            policy.setRetainSizeWhenHidden(true);
            part->setSizePolicy(policy);
        }
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_explanation);
    words->addStretch();
    fitColumn();
    auto *entry = new QVBoxLayout(m_column);
    entry->setContentsMargins(0, 0, 0, 0);
    entry->setSpacing(4);
    entry->addWidget(m_wrong);
    entry->addWidget(madeField());
    entry->addWidget(m_note);
    entry->addWidget(m_bar);
    entry->addWidget(m_use);
    entry->addStretch();
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 10, 0, 10);
    grid->setHorizontalSpacing(24);
    grid->addLayout(words, 0, 0);
    grid->addWidget(m_column, 0, 1);
    grid->setColumnStretch(0, 1);
}

/// As wide in every row, whatever stands in it.
void LimitEditor::fitColumn()
{
    m_column->setFixedWidth(fontMetrics().averageCharWidth() * 32);
}

void LimitEditor::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitColumn();
}

QWidget *LimitEditor::madeField()
{
    if (m_range.kind == core::LimitKind::Switch) {
        m_check = new QCheckBox(tr("Required"), this);
        m_check->setAccessibleName(title());
        connect(m_check, &QCheckBox::clicked, this, &LimitEditor::read);
        return m_check;
    }
    m_edit = new QLineEdit(this);
    m_edit->setAccessibleName(title());
    m_edit->setAlignment(Qt::AlignRight);
    m_edit->setMaxLength(60);
    connect(m_edit, &QLineEdit::textEdited, this, &LimitEditor::read);
    connect(m_edit, &QLineEdit::returnPressed, this, &LimitEditor::entered);
    const QString unit = limitUnit(m_range);
    auto *pair = new QWidget(this);
    auto *row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_edit, 1);
    auto *label = new QLabel(unit, pair);
    label->setMinimumWidth(fontMetrics().averageCharWidth() * 3);
    row->addWidget(label);
    return pair;
}

QString LimitEditor::title() const
{
    return limitTitle(m_words);
}

QWidget &LimitEditor::field() const
{
    return m_edit ? static_cast<QWidget &>(*m_edit) : *m_check;
}

bool LimitEditor::isLooser() const
{
    return m_value && core::isLooser(m_range, *m_value, m_inForce);
}

QString LimitEditor::changeText() const
{
    //: The name of a limit, its old and its new value
    return tr("%1 %2 → %3").arg(title(), limitValueText(m_range, m_inForce),
                                m_value ? limitValueText(m_range, *m_value) : tr("?"));
}

void LimitEditor::setInForce(core::Decimal value, bool isReset)
{
    const bool follows = isReset || !isChanged();
    m_inForce = value;
    if (follows)
        propose(value);
    else
        showNote();
}

void LimitEditor::propose(core::Decimal value)
{
    if (m_check)
        m_check->setChecked(!value.isZero());
    else
        m_edit->setText(limitEditText(m_range, value));
    m_value = value;
    m_complaint.clear();
    explain();
}

void LimitEditor::read()
{
    if (m_check) {
        m_value = core::Decimal::fromInteger(m_check->isChecked() ? 1 : 0);
    } else {
        const auto typed = parseLimit(m_range, m_edit->text());
        m_value = typed ? std::optional(*typed) : std::nullopt;
        m_complaint = typed ? QString() : QString::fromStdString(typed.error().message);
    }
    explain();
    Q_EMIT edited();
}

void LimitEditor::explain()
{
    m_wrong->setText(m_complaint);
    m_wrong->setVisible(!m_complaint.isEmpty());
    if (m_edit) {
        setStyleProperty(m_edit, "isWrong", !m_complaint.isEmpty());
        m_edit->setAccessibleDescription(m_complaint);
    }
    if (m_now)
        m_explanation->setText(m_words.explanation(m_value.value_or(m_inForce), *m_now, QLocale()));
    showNote();
}

/// Says in words, beside the colour, what the change would do.
void LimitEditor::showNote()
{
    if (!m_value || !isChanged()) {
        m_note->clear();
        m_note->hide();
        return;
    }
    const QString now = limitValueText(m_range, m_inForce);
    m_note->setText(isLooser() ? tr("▲ Lets more pass; now %1").arg(now) : tr("▼ Stricter; now %1").arg(now));
    setStyleProperty(m_note, "tone", isLooser() ? QStringLiteral("warning") : QStringLiteral("good"));
    m_note->show();
}

void LimitEditor::showUse(std::shared_ptr<const core::EngineSnapshot> now)
{
    m_now = std::move(now);
    const auto use = m_words.use ? m_words.use(m_inForce, *m_now, QLocale()) : std::nullopt;
    m_bar->setVisible(use.has_value());
    m_use->setVisible(use.has_value());
    if (use) {
        m_bar->setShare(use->share);
        m_bar->setAccessibleName(tr("%1 in use").arg(title()));
        m_use->setText(use->text);
    }
    m_explanation->setText(m_words.explanation(m_value.value_or(m_inForce), *m_now, QLocale()));
}

} // namespace ui
