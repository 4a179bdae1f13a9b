#include "ui/settings/LookPage.h"

#include "ui/format/Numbers.h"

#include <QButtonGroup>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSlider>

#include <array>

namespace ui {

namespace {

// In the order of the buttons.
constexpr std::array themes{ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::System};
constexpr std::array pairs{PricePair::BlueOrange, PricePair::GreenRed, PricePair::RedGreen};
constexpr int percentStep = 5;

int percentOf(double scale)
{
    return qRound(scale * 100);
}

template <class Values, class Value>
int placeOf(const Values &values, Value value)
{
    return int(std::distance(values.begin(), std::find(values.begin(), values.end(), value)));
}

} // namespace

LookPage::LookPage(const Look &look, QWidget *parent)
    : QWidget(parent), m_themes(new QButtonGroup(this)), m_pairs(new QButtonGroup(this)),
      m_size(new QSlider(Qt::Horizontal, this)), m_sizeText(new QLabel(this)), m_up(new QLabel(this)),
      m_down(new QLabel(this))
{
    setAccessibleName(tr("Look"));
    auto *form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(24);
    form->setVerticalSpacing(16);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    form->addRow(tr("Theme"), madeChoices(tr("Theme"), m_themes, {tr("Dark"), tr("Light"), tr("As the system")}));
    form->addRow(tr("Up and down"), madeChoices(tr("Colours of up and down"), m_pairs,
                                                {tr("Blue, orange"), tr("Green, red"), tr("Red, green")}));
    auto *sample = new QHBoxLayout;
    sample->addWidget(m_up);
    sample->addSpacing(16);
    sample->addWidget(m_down);
    sample->addStretch();
    form->addRow(QString(), sample);
    m_size->setRange(percentOf(smallestFontScale), percentOf(largestFontScale));
    m_size->setSingleStep(percentStep);
    m_size->setPageStep(percentStep * 3);
    m_size->setTracking(false); // dressing the window at every pixel of a drag would stutter
    m_size->setAccessibleName(tr("Text size"));
    m_size->setMaximumWidth(fontMetrics().averageCharWidth() * 50);
    auto *size = new QHBoxLayout;
    size->addWidget(m_size, 1);
    size->addWidget(m_sizeText);
    size->addStretch();
    form->addRow(tr("Text size"), size);
    auto *note = new QLabel(tr("Blue and orange are told apart by every kind of colour vision. A sign always stands "
                               "beside the colour. All of this counts at once, without a restart."),
                            this);
    note->setWordWrap(true);
    note->setProperty("tone", QStringLiteral("muted"));
    form->addRow(note);
    connect(m_themes, &QButtonGroup::idClicked, this,
            [this](int place) { choose({themes[std::size_t(place)], m_look.fontScale, m_look.pair}); });
    connect(m_pairs, &QButtonGroup::idClicked, this,
            [this](int place) { choose({m_look.theme, m_look.fontScale, pairs[std::size_t(place)]}); });
    connect(m_size, &QSlider::sliderMoved, this,
            [this](int percent) { m_sizeText->setText(percentText(percent, 0)); });
    connect(m_size, &QSlider::valueChanged, this,
            [this](int percent) { choose({m_look.theme, percent / 100.0, m_look.pair}); });
    setLook(look);
}

QWidget *LookPage::madeChoices(const QString &name, QButtonGroup *group, const QStringList &texts)
{
    auto *row = new QWidget(this);
    row->setAccessibleName(name);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    for (const QString &text : texts) {
        auto *button = new QPushButton(text, row);
        button->setCheckable(true);
        button->setAccessibleName(QStringLiteral("%1: %2").arg(name, text));
        group->addButton(button, int(group->buttons().size()));
        layout->addWidget(button);
    }
    layout->addStretch();
    return row;
}

void LookPage::choose(const Look &look)
{
    if (look == m_look)
        return;
    setLook(look);
    Q_EMIT lookChosen(look);
    showSample(); // in the new colours
}

void LookPage::setLook(const Look &look)
{
    m_look = look;
    m_themes->button(placeOf(themes, look.theme))->setChecked(true);
    m_pairs->button(placeOf(pairs, look.pair))->setChecked(true);
    const QSignalBlocker quiet(m_size);
    m_size->setValue(percentOf(look.fontScale));
    m_sizeText->setText(percentText(percentOf(look.fontScale), 0));
    showSample();
}

void LookPage::showSample()
{
    const auto show = [](QLabel *label, const char *tone, core::Money money) {
        label->setProperty("tone", QString::fromLatin1(tone));
        label->setText((money.sign() > 0 ? QStringLiteral("▲ ") : QStringLiteral("▼ ")) + signedMoneyText(money));
    };
    show(m_up, "up", core::Money(core::Decimal::fromInteger(1250)));
    show(m_down, "down", core::Money(core::Decimal::fromInteger(-480)));
}

} // namespace ui
