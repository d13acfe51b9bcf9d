"""Pages shown from memory: nothing is written to disk to look at them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from dpo_desk.library.wording import Wording
from dpo_desk.ui import theme
from dpo_desk.ui.widgets.basics import Button, IconButton, Label

POINTS_PER_INCH = 72
_GAP = 16
_KEPT_IMAGES = 12
_ZOOM_STEP = 1.2


class Pages(Protocol):
    """What can be shown page by page."""

    sizes: list[tuple[float, float]]  # in points

    def __len__(self) -> int: ...

    def image(self, number: int, scale: float) -> QImage | None:
        """A page (from 0) as a picture; nothing while it is still drawn elsewhere. At scale 1 a point is a pixel."""
        ...

    def close(self) -> None:
        """Give the memory back."""
        ...


class Pdf:
    """The pages of a PDF of ours as pictures. Used on one thread only: PDFium is not made for more."""

    def __init__(self, pdf: bytes) -> None:
        import pypdfium2  # PDFium is loaded when a paper is first looked at

        self._document = pypdfium2.PdfDocument(pdf)
        self._document.init_forms()  # so that the look of a signature field is drawn too
        self.sizes = [self._document.get_page_size(number) for number in range(len(self._document))]

    def __len__(self) -> int:
        return len(self.sizes)

    def image(self, number: int, scale: float) -> QImage:
        """A page (from 0) as a picture; at scale 1 a point is a pixel."""
        page = self._document[number]
        bitmap = page.render(scale=scale, may_draw_forms=True, prefer_bgrx=True)
        wide = QImage.Format.Format_RGB32 if bitmap.n_channels == 4 else QImage.Format.Format_BGR888
        picture = QImage(bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, wide).copy()
        bitmap.close()
        page.close()
        return picture

    def text(self, number: int) -> str:
        """The words of a page, for those who do not see it."""
        page = self._document[number]
        words = page.get_textpage()
        text = str(words.get_text_bounded())
        words.close()
        page.close()
        return text

    def close(self) -> None:
        """Give the memory back."""
        self._document.close()


def _close_all(shown: list[Pages]) -> None:
    for pages in shown:
        pages.close()


class PdfPages(QAbstractScrollArea):
    """The pages under one another on a desk."""

    page_changed = Signal(int)  # from 0

    def __init__(self, words: Wording) -> None:
        super().__init__()
        self._words = words
        self.pdf: Pages | None = None
        # The document is let go when the view dies, above all at the lock, and not whenever Python gets to it.
        shown = self._shown = list[Pages]()
        self.destroyed.connect(lambda: _close_all(shown))
        self._zoom, self._fits = 1.0, True
        self._places: list[QRect] = []
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words("ui.common.preview.name"))
        self.verticalScrollBar().valueChanged.connect(self._tell_page)

    def show_pdf(self, pdf: Pages | None) -> None:
        """Show another one, from its first page."""
        if self.pdf is not None and self.pdf is not pdf:
            self.pdf.close()
        self.pdf = pdf
        self._shown[:] = [pdf] if pdf else []
        self._images.clear()
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._tell_page()

    @property
    def current_page(self) -> int:
        """The page in the middle of the view, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 3
        return max(0, sum(1 for place in self._places if place.top() <= middle) - 1)

    @property
    def zoom(self) -> float:
        """1 is the size on paper."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show it at this size."""
        self._fits = False
        self._resize_pages(zoom)

    def fit_width(self) -> None:
        """As wide as there is room, also when the window changes."""
        self._fits = True
        self._lay_out()

    def go_to(self, page: int) -> None:
        """Bring a page (from 0) to the top."""
        if self._places:
            place = self._places[max(0, min(page, len(self._places) - 1))]
            self.verticalScrollBar().setValue(place.top() - _GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages that can be seen."""
        painter, view = QPainter(self.viewport()), self.viewport()
        painter.fillRect(view.rect(), QColor(theme.colours().paper_desk))
        if self.pdf is None:
            return
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for number, place in enumerate(self._places):
            left = max(_GAP, (view.width() - place.width()) // 2) - across
            shown = QRect(left, place.top() - down, place.width(), place.height())
            if shown.bottom() >= 0 and shown.top() <= view.height():
                painter.fillRect(shown.adjusted(2, 2, 2, 2), QColor(0, 0, 0, 50))
                picture = self._image(self.pdf, number)
                if picture is None:  # still on its way
                    painter.fillRect(shown, Qt.GlobalColor.white)
                else:
                    painter.drawImage(shown, picture)
        if self.hasFocus():
            painter.setPen(QColor(theme.colours().accent))
            painter.drawRect(view.rect().adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel make it larger or smaller."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (_ZOOM_STEP if event.angleDelta().y() > 0 else 1 / _ZOOM_STEP))
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn pages, arrows scroll, plus and minus zoom."""
        bar, key = self.verticalScrollBar(), event.key()
        if key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.set_zoom(self._zoom * _ZOOM_STEP)
        elif key == Qt.Key.Key_Minus:
            self.set_zoom(self._zoom / _ZOOM_STEP)
        elif key in {Qt.Key.Key_PageDown, Qt.Key.Key_Space}:
            bar.setValue(bar.value() + bar.pageStep() - _GAP)
        elif key == Qt.Key.Key_PageUp:
            bar.setValue(bar.value() - bar.pageStep() + _GAP)
        elif key == Qt.Key.Key_Home:
            self.go_to(0)
        elif key == Qt.Key.Key_End:
            self.go_to(len(self._places) - 1)
        else:
            super().keyPressEvent(event)

    def _image(self, pdf: Pages, number: int) -> QImage | None:
        picture = self._images.get(number)
        if picture is None:
            picture = pdf.image(number, self._pixels_per_point() * self.devicePixelRatioF())
            if picture is None:
                return None
            self._images[number] = picture
            if len(self._images) > _KEPT_IMAGES:
                self._images.popitem(last=False)
        return picture

    def _pixels_per_point(self) -> float:
        return self._zoom * self.logicalDpiX() / POINTS_PER_INCH

    def _resize_pages(self, zoom: float) -> None:
        page = self.current_page
        self._zoom = max(0.05, min(5.0, zoom))
        self._images.clear()
        self._place_pages()
        self.go_to(page)
        self.viewport().update()

    def _lay_out(self) -> None:
        if self.pdf and self._fits:
            widest = max(width for width, _ in self.pdf.sizes) * self.logicalDpiX() / POINTS_PER_INCH
            room = self.viewport().width() - 2 * _GAP
            self._resize_pages(min(1.6, room / widest))
        else:
            self._place_pages()
            self.viewport().update()

    def _place_pages(self) -> None:
        self._places, top, scale = [], _GAP, self._pixels_per_point()
        for width, height in self.pdf.sizes if self.pdf else ():
            self._places.append(QRect(0, top, round(width * scale), round(height * scale)))
            top += round(height * scale) + _GAP
        widest = max((p.width() for p in self._places), default=0) + 2 * _GAP
        view = self.viewport().size()
        for bar, whole, room in (
            (self.verticalScrollBar(), top, view.height()),
            (self.horizontalScrollBar(), widest, view.width()),
        ):
            bar.setRange(0, max(0, whole - room))
            bar.setPageStep(room)
            bar.setSingleStep(40)

    def _tell_page(self) -> None:
        self.viewport().update()
        page = self.current_page
        if self.pdf:
            self.setAccessibleDescription(
                self._words("ui.common.preview.page_text", n=page + 1, count=len(self.pdf))
            )
        self.page_changed.emit(page)


class PdfPreview(QWidget):
    """The pages with their tools: page, zoom, print, save. Give it bytes; it keeps them only while it shows them."""

    def __init__(
        self,
        words: Wording,
        *,
        print_pdf: Callable[[bytes], object] | None = None,
        save_pdf: Callable[[bytes], object] | None = None,
    ) -> None:
        """``print_pdf`` and ``save_pdf`` get exactly the bytes shown; without them there is no such button."""
        super().__init__()
        self._words, self._bytes = words, b""
        self.pages = PdfPages(words)
        column, bar = QVBoxLayout(self), QHBoxLayout()
        self._bar = bar
        self.setMinimumWidth(1)  # its buttons give up their words before it becomes wider
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.HALF)
        bar.setSpacing(theme.HALF)
        self._number = QSpinBox()
        self._number.setAccessibleName(words("ui.common.preview.page"))
        self._number.setKeyboardTracking(False)
        self._number.setMinimumHeight(theme.ROW)
        self._of = Label(muted=True)
        self._tools: list[QWidget] = [self._number]
        self._worded: list[Button] = []
        self._tool(bar, "chevron-up", "previous", lambda: self.pages.go_to(self.pages.current_page - 1))
        bar.addWidget(self._number)
        bar.addWidget(self._of)
        self._tool(bar, "chevron-down", "next", lambda: self.pages.go_to(self.pages.current_page + 1))
        bar.addSpacing(theme.DOUBLE)
        self._tool(bar, "zoom-in", "larger", lambda: self.pages.set_zoom(self.pages.zoom * _ZOOM_STEP))
        self._tool(bar, "zoom-out", "smaller", lambda: self.pages.set_zoom(self.pages.zoom / _ZOOM_STEP))
        self._tool(bar, "arrow-left-right", "width", self.pages.fit_width)
        bar.addStretch(1)
        for name, icon, keys, do in (
            ("print", "printer", "Ctrl+P", print_pdf),
            ("save", "download", "", save_pdf),
        ):
            if do is not None:
                self._button(bar, name, icon, keys, do)
        column.addLayout(bar)
        column.addWidget(self.pages, 1)
        self.pages.page_changed.connect(self._show_number)
        self._number.valueChanged.connect(self._turn)
        self.show_bytes(b"")

    def show_bytes(self, pdf: bytes) -> None:
        """Show a PDF; empty bytes show nothing."""
        self._bytes = pdf
        self.show_pages(Pdf(pdf) if pdf else None)

    def show_pages(self, pages: Pages | None) -> None:
        """Show pages that come from elsewhere, or none."""
        self.pages.show_pdf(pages)
        count = len(self.pages.pdf) if self.pages.pdf else 0
        self._number.setRange(min(1, count), count)
        self._of.setText(self._words("ui.common.preview.of", count=count))
        for tool in self._tools:
            tool.setEnabled(pages is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the icons alone where there is no room for their words."""
        super().resizeEvent(event)
        shown = sum(button.words_width() for button in self._worded if button.text())
        room = self.width() - (self._bar.sizeHint().width() - shown)
        for button in self._worded:
            room -= button.words_width()
            button.show_words(on=room >= 0)

    def _tool(self, bar: QHBoxLayout, icon: str, name: str, do: Callable[[], object]) -> None:
        button = IconButton(icon, self._words(f"ui.common.preview.{name}"))
        button.clicked.connect(lambda _checked=False: do())
        self._tools.append(button)
        bar.addWidget(button)

    def _button(
        self, bar: QHBoxLayout, name: str, icon: str, keys: str, do: Callable[[bytes], object]
    ) -> None:
        text = self._words(f"ui.common.preview.{name}")
        button = Button(text, icon)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.clicked.connect(lambda _checked=False: do(self._bytes))
        self._tools.append(button)
        self._worded.append(button)
        bar.addWidget(button)
        if keys:
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False: do(self._bytes) if self._bytes else None)
            self.addAction(action)

    def _show_number(self, page: int) -> None:
        self._number.blockSignals(True)
        self._number.setValue(page + 1)
        self._number.blockSignals(False)

    def _turn(self, number: int) -> None:
        self.pages.go_to(number - 1)
