#pragma once

class QWidget;

namespace ui {

/// Opens the list of keys; it does not block.
void showKeys(QWidget *parent);
/// Opens what this program is, its licence and versions; it does not block.
void showAbout(QWidget *parent);

} // namespace ui
