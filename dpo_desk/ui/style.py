"""Fusion with calmer edges: rounded fields, flat headers, slim scroll bars; every colour from the palette's scheme."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComboBox,
    QStyleOptionComplex,
    QStyleOptionHeader,
    QStyleOptionSlider,
    QWidget,
)

from dpo_desk.ui import icons, theme

_INSET = 7  # between the edge of a field and its text
_BAR = 12  # a scroll bar's breadth
_BOX = 18  # a tick box's side

P, C, CC = QStyle.PrimitiveElement, QStyle.ControlElement, QStyle.ComplexControl
S, M, E = QStyle.StateFlag, QStyle.PixelMetric, QStyle.SubElement


class DeskStyle(QProxyStyle):
    """What every widget of the desk looks like."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        """Sizes."""
        own = {
            M.PM_ScrollBarExtent: _BAR,
            M.PM_IndicatorWidth: _BOX,
            M.PM_IndicatorHeight: _BOX,
            M.PM_ExclusiveIndicatorWidth: _BOX,
            M.PM_ExclusiveIndicatorHeight: _BOX,
            M.PM_CheckBoxLabelSpacing: theme.STEP,
            M.PM_RadioButtonLabelSpacing: theme.STEP,
            M.PM_HeaderMargin: theme.STEP,
            M.PM_FocusFrameHMargin: theme.STEP - 1,  # before the text of a cell
        }
        return own[metric] if metric in own else super().pixelMetric(metric, option, widget)

    def subElementRect(
        self, element: QStyle.SubElement, option: QStyleOption, widget: QWidget | None = None
    ) -> QRect:
        """Room around the text of a field."""
        rect = super().subElementRect(element, option, widget)  # type: ignore[arg-type]  # Qt takes None
        framed = widget is not None and not isinstance(widget.parent(), QComboBox | QAbstractSpinBox)
        return (
            rect.adjusted(_INSET - 2, 0, 2 - _INSET, 0)
            if element == E.SE_LineEditContents and framed
            else rect
        )

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Fields, boxes and the mark of the keyboard."""
        if element == P.PE_PanelLineEdit:
            if not isinstance(widget.parent() if widget else None, QComboBox | QAbstractSpinBox):
                field(painter, option)
        elif element == P.PE_IndicatorCheckBox:
            tick(painter, option)
        elif element == P.PE_IndicatorRadioButton:
            dot(painter, option)
        elif element == P.PE_FrameFocusRect:
            if not isinstance(widget, QAbstractItemView):
                ring(painter, QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5))
        elif element == P.PE_PanelItemViewItem and option.state & S.State_Selected:
            active = theme.colours().selection
            painter.fillRect(option.rect, QColor(active))
        elif element in {P.PE_FrameLineEdit, P.PE_PanelScrollAreaCorner}:
            pass
        else:
            super().drawPrimitive(element, option, painter, widget)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Headers without relief."""
        if element == C.CE_HeaderSection and isinstance(option, QStyleOptionHeader):
            now = theme.colours()
            painter.fillRect(option.rect, QColor(now.base))
            painter.fillRect(option.rect.adjusted(0, option.rect.height() - 1, 0, 0), QColor(now.line))
        elif element == C.CE_ShapedFrame and isinstance(widget, QPlainTextEdit) and not widget.isReadOnly():
            field(painter, option, focused=widget.hasFocus())
        elif element == C.CE_HeaderEmptyArea:
            painter.fillRect(option.rect, QColor(theme.colours().base))
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Combo boxes and scroll bars."""
        if control == CC.CC_ComboBox and isinstance(option, QStyleOptionComboBox):
            field(painter, option, lit=not option.editable)
            arrow = self.subControlRect(control, option, QStyle.SubControl.SC_ComboBoxArrow, widget)
            now = theme.colours()
            ink = QColor(now.muted if option.state & S.State_Enabled else now.disabled)
            middle = QPointF(arrow.center()) + QPointF(0.5, 0.5)
            icons.paint(painter, QRectF(middle.x() - 7, middle.y() - 7, 14, 14), "chevron-down", ink)
        elif control == CC.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            self._scroll_bar(option, painter, widget)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """A scroll bar has no arrows; a combo box has room before its text."""
        if control == CC.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            return _scroll_part(option, part)
        rect = super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]  # Qt takes None
        if control == CC.CC_ComboBox and part == QStyle.SubControl.SC_ComboBoxEditField:
            return rect.adjusted(_INSET - 4, 0, 0, 0)
        return rect

    def _scroll_bar(self, option: QStyleOptionSlider, painter: QPainter, widget: QWidget | None) -> None:
        slider = _scroll_part(option, QStyle.SubControl.SC_ScrollBarSlider)
        if option.minimum == option.maximum or slider.isEmpty():
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = theme.colours()
        lit = option.state & (S.State_MouseOver | S.State_Sunken)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.muted if lit else now.disabled))
        painter.drawRoundedRect(QRectF(slider).adjusted(3, 3, -3, -3), 3, 3)
        painter.restore()


def field(painter: QPainter, option: QStyleOption, *, lit: bool = False, focused: bool = False) -> None:
    """The box of a field: a hairline, and a ring when it has the keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    now = theme.colours()
    enabled = option.state & S.State_Enabled
    focused = focused or bool(option.state & S.State_HasFocus)
    fill = now.button if lit else now.base
    painter.setBrush(QColor(fill if enabled else now.window))
    painter.setPen(QPen(QColor(now.edge), 1))
    box = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.drawRoundedRect(box, theme.RADIUS - 1, theme.RADIUS - 1)
    if focused:
        ring(painter, box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()


def ring(painter: QPainter, box: QRectF) -> None:
    """The mark of the keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.colours().accent), 2))
    painter.drawRoundedRect(box, theme.RADIUS - 1, theme.RADIUS - 1)
    painter.restore()


def tick(painter: QPainter, option: QStyleOption) -> None:
    """A tick box."""
    _indicator(painter, option, 4)
    if option.state & S.State_On:
        box = QRectF(option.rect)
        side = box.width()
        points = ((0.25, 0.52), (0.43, 0.70), (0.76, 0.32))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.colours().on_accent), 2))
        painter.drawPolyline(
            QPolygonF([QPointF(box.left() + x * side, box.top() + y * side) for x, y in points])
        )
        painter.restore()


def dot(painter: QPainter, option: QStyleOption) -> None:
    """A radio button."""
    _indicator(painter, option, option.rect.width() / 2)
    if option.state & S.State_On:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().on_accent))
        painter.drawEllipse(QRectF(option.rect).center(), 3.5, 3.5)
        painter.restore()


def _indicator(painter: QPainter, option: QStyleOption, radius: float) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    now, on = theme.colours(), option.state & S.State_On
    enabled = option.state & S.State_Enabled
    fill = now.accent if on and enabled else now.disabled if on else now.base if enabled else now.window
    painter.setBrush(QColor(fill))
    painter.setPen(QPen(QColor(fill if on else now.edge if enabled else now.line), 1))
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()
    if option.state & S.State_HasFocus:
        ring(painter, QRectF(option.rect).adjusted(0, 0, 0, 0))


def _scroll_part(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    bar = option.rect
    upright = option.orientation == Qt.Orientation.Vertical
    length = bar.height() if upright else bar.width()
    whole = option.maximum - option.minimum + option.pageStep
    size = length if whole <= 0 else max(min(32, length), length * option.pageStep // max(1, whole))
    span = option.maximum - option.minimum
    start = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, length - size, option.upsideDown
    )
    if span <= 0:
        start = 0
    pieces = {
        QStyle.SubControl.SC_ScrollBarGroove: (0, length),
        QStyle.SubControl.SC_ScrollBarSlider: (start, size),
        QStyle.SubControl.SC_ScrollBarSubPage: (0, start),
        QStyle.SubControl.SC_ScrollBarAddPage: (start + size, length - start - size),
    }
    at, extent = pieces.get(part, (0, 0))
    if extent <= 0:
        return QRect()
    if upright:
        return QRect(bar.left(), bar.top() + at, bar.width(), extent)
    return QRect(bar.left() + at, bar.top(), extent, bar.height())
