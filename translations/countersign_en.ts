<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>ui::CardHead</name>
    <message numerus="yes">
        <source>%n strategies want it</source>
        <translation>
            <numerusform>%n strategy wants it</numerusform>
            <numerusform>%n strategies want it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ui::DeskPanel</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n not shown</source>
        <translation>
            <numerusform>, %n not shown</numerusform>
            <numerusform>, %n not shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject %n picked card(s): 1–7 gives the reason, Esc goes back.</source>
        <translation>
            <numerusform>Reject %n picked card: 1–7 gives the reason, Esc goes back.</numerusform>
            <numerusform>Reject %n picked cards: 1–7 gives the reason, Esc goes back.</numerusform>
        </translation>
    </message>
</context>
</TS>
