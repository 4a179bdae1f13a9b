#include "ui/theme/Colours.h"

#include <array>

namespace ui {

namespace {

struct Pair {
    Role role;
    QRgb dark;
    QRgb light;
};

constexpr std::array pairs{
    Pair{Role::WindowBackground, 0xff0e121a, 0xffeef1f6},
    Pair{Role::PanelBackground, 0xff131722, 0xffffffff},
    Pair{Role::CardBackground, 0xff1a2130, 0xfff6f8fb},
    Pair{Role::CardBorder, 0xff2b3548, 0xffd3dae5},
    Pair{Role::CardSelectedBorder, 0xff5b9df9, 0xff1d63c9},
    Pair{Role::HoverBackground, 0xff222b3d, 0xffe6ecf5},
    Pair{Role::InputBackground, 0xff10141e, 0xffffffff},
    Pair{Role::InputBorder, 0xff68778f, 0xff7a8596},
    Pair{Role::Text, 0xffe7ebf3, 0xff17202e},
    Pair{Role::Muted, 0xff9ba7ba, 0xff566176},
    Pair{Role::DisabledText, 0xff8592a6, 0xff606b7d},
    Pair{Role::Primary, 0xff2563eb, 0xff1d5fd0},
    Pair{Role::PrimaryText, 0xffffffff, 0xffffffff},
    Pair{Role::Accent, 0xff5b9df9, 0xff1d63c9},
    Pair{Role::SelectionBackground, 0xff24406e, 0xffd5e4fb},
    Pair{Role::SelectionText, 0xffffffff, 0xff10233f},
    Pair{Role::Up, 0xff2f8fe5, 0xff005ea2},
    Pair{Role::Down, 0xfff5a623, 0xffa85400},
    Pair{Role::Good, 0xff4cc38a, 0xff0a7145},
    Pair{Role::Warning, 0xffffd166, 0xff7f5700},
    Pair{Role::Alarm, 0xffff7a6b, 0xffb3261e},
    Pair{Role::WarningBackground, 0xff332b16, 0xfffdf3d8},
    Pair{Role::AlarmBackground, 0xff3a1c1c, 0xfffde7e4},
    Pair{Role::GoodBackground, 0xff15301f, 0xffe2f4ea},
    Pair{Role::InfoBackground, 0xff1b2a45, 0xffe4eefc},
    Pair{Role::Grid, 0xff222a3a, 0xffe4e8ef},
    Pair{Role::Crosshair, 0xff8b98ad, 0xff6b7688},
    Pair{Role::Line1, 0xffc792ea, 0xff7b3fb0},
    Pair{Role::Line2, 0xff5cc8c2, 0xff0b756f},
    Pair{Role::Line3, 0xffe07aa8, 0xffa8326b},
    Pair{Role::DemoFrame, 0xff697386, 0xff697386},
    Pair{Role::PaperFrame, 0xff1f6fd1, 0xff1f6fd1},
    Pair{Role::LiveFrame, 0xffc2410c, 0xffc2410c},
    Pair{Role::FrameText, 0xffffffff, 0xffffffff},
    Pair{Role::FrameHatch, 0xff7a2606, 0xff7a2606},
};
static_assert(pairs.size() == roleCount);

constexpr Pair green{Role::Up, 0xff4cc38a, 0xff0a7145};
constexpr Pair red{Role::Down, 0xffff7a6b, 0xffb3261e};

QRgb valueOf(const Pair &pair, ThemeKind theme)
{
    return theme == ThemeKind::Dark ? pair.dark : pair.light;
}

} // namespace

QColor colourOf(Role role, ThemeKind theme, PricePair chosen)
{
    if (chosen != PricePair::BlueOrange && (role == Role::Up || role == Role::Down)) {
        const bool isGreen = (role == Role::Up) == (chosen == PricePair::GreenRed);
        return QColor::fromRgb(valueOf(isGreen ? green : red, theme));
    }
    const Pair &pair = pairs.at(std::size_t(role));
    Q_ASSERT(pair.role == role); // the table is in the order of the enum
    return QColor::fromRgb(valueOf(pair, theme));
}

} // namespace ui
