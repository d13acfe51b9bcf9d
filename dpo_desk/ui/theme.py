"""How the desk looks: Fusion with palettes of its own for light and dark, bundled fonts, one grid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from dpo_desk.library import files

# The 8-px grid. Half a step inside a group, two between groups.
HALF, STEP, DOUBLE, TRIPLE = 4, 8, 16, 24
ROW = 32  # height of a line in a list; targets are never smaller than 24 px
RADIUS = 6
MEASURE = 720  # the widest a column of reading text grows


class Scheme(StrEnum):
    """What the user asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """What a colour repeats; the word beside it says it first."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARNING = "warning"
    DANGER = "danger"
    ACCENT = "accent"


@dataclass(frozen=True)
class Colours:
    """The colours of one scheme, as ``#rrggbb``."""

    window: str
    rail: str
    base: str
    alternate: str
    text: str
    muted: str
    disabled: str
    line: str
    edge: str
    button: str
    hover: str
    accent: str
    on_accent: str
    accent_text: str
    selection: str
    on_selection: str
    good: str
    good_tint: str
    warning: str
    warning_tint: str
    danger: str
    danger_tint: str
    accent_tint: str
    neutral_tint: str
    paper_desk: str

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """The text colour and the tint behind it."""
        pairs = {
            Tone.NEUTRAL: (self.text, self.neutral_tint),
            Tone.GOOD: (self.good, self.good_tint),
            Tone.WARNING: (self.warning, self.warning_tint),
            Tone.DANGER: (self.danger, self.danger_tint),
            Tone.ACCENT: (self.accent_text, self.accent_tint),
        }
        text, tint = pairs[tone]
        return QColor(text), QColor(tint)


LIGHT = Colours(
    window="#f5f6f8",
    rail="#eceef2",
    base="#ffffff",
    alternate="#f8f9fb",
    text="#1c2127",
    muted="#59626e",
    disabled="#8b939d",
    line="#d6dae0",
    edge="#848d98",
    button="#ffffff",
    hover="#eef1f4",
    accent="#126a70",
    on_accent="#ffffff",
    accent_text="#0f5f65",
    selection="#d5e9ea",
    on_selection="#0e3033",
    good="#1d6b3a",
    good_tint="#e1f2e7",
    warning="#825300",
    warning_tint="#fbf0d6",
    danger="#a8232a",
    danger_tint="#fbe7e7",
    accent_tint="#e0f0f0",
    neutral_tint="#eaedf1",
    paper_desk="#dfe2e7",
)

DARK = Colours(
    window="#1b1e22",
    rail="#16181c",
    base="#23272c",
    alternate="#272b31",
    text="#e6e9ed",
    muted="#a5aeb9",
    disabled="#7c848e",
    line="#3b4149",
    edge="#757e89",
    button="#2d3238",
    hover="#363c44",
    accent="#5cb8ba",
    on_accent="#08272a",
    accent_text="#7bcfd0",
    selection="#1f4d50",
    on_selection="#e8f6f6",
    good="#86d3a1",
    good_tint="#1f3527",
    warning="#e9bd68",
    warning_tint="#3a3019",
    danger="#f49a9a",
    danger_tint="#42262a",
    accent_tint="#1d3a3d",
    neutral_tint="#32373e",
    paper_desk="#121417",
)

_ROLES: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "window"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Base, "base"),
    (QPalette.ColorRole.AlternateBase, "alternate"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.Button, "button"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.BrightText, "danger"),
    (QPalette.ColorRole.Link, "accent_text"),
    (QPalette.ColorRole.LinkVisited, "accent_text"),
    (QPalette.ColorRole.Highlight, "selection"),
    (QPalette.ColorRole.HighlightedText, "on_selection"),
    (QPalette.ColorRole.ToolTipBase, "base"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.PlaceholderText, "muted"),
    (QPalette.ColorRole.Light, "base"),
    (QPalette.ColorRole.Midlight, "hover"),
    (QPalette.ColorRole.Mid, "line"),
    (QPalette.ColorRole.Dark, "disabled"),
    (QPalette.ColorRole.Accent, "accent"),
)
_TEXTS = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)
FAMILIES = ("Noto Sans", "DejaVu Sans")


def palette(colours: Colours) -> QPalette:
    """The Qt palette of a scheme, so that every widget and every icon follows it."""
    result = QPalette()
    for role, name in _ROLES:
        result.setColor(role, QColor(getattr(colours, name)))
    result.setColor(QPalette.ColorRole.Shadow, QColor("#000000"))
    for role in _TEXTS:
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.disabled))
    return result


def is_dark(scheme: Scheme) -> bool:
    """Whether the scheme is dark now; a system that does not say is light."""
    if scheme is Scheme.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return scheme is Scheme.DARK


def colours() -> Colours:
    """The colours the application shows at this moment, for whoever paints."""
    return DARK if QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def load_fonts() -> tuple[str, ...]:
    """
    Make the bundled fonts known to Qt.

    Returns:
        The families found in ``resources/fonts``.
    """
    found: list[str] = []
    for entry in sorted(files.root().joinpath("fonts").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".ttf"):
            number = QFontDatabase.addApplicationFontFromData(entry.read_bytes())
            found.extend(QFontDatabase.applicationFontFamilies(number) if number >= 0 else ())
    return tuple(dict.fromkeys(found))


class Dressed:
    """A widget that sets fonts, colours or sizes of its own and must do it again when the look changes."""

    def dress(self) -> None:
        """Take the colours and the font as they are now."""


class Theme(QObject):
    """Dresses the application and follows the system while the user asks for that."""

    def __init__(self, app: QApplication, scheme: Scheme = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        load_fonts()
        self._points = max(9.5, min(app.font().pointSizeF(), 13.0))
        self._scale = 1.0
        self._set_font()
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.scheme = scheme
        self.choose(scheme)

    def choose(self, scheme: Scheme) -> None:
        """Show this scheme from now on."""
        self.scheme = scheme
        self._app.setPalette(palette(DARK if is_dark(scheme) else LIGHT))
        self._dress_all()

    def zoom(self, steps: int) -> float:
        """Make every text larger or smaller by ten per cent a step; 0 goes back. Gives the new factor (0.8 to 2)."""
        self._scale = 1.0 if steps == 0 else max(0.8, min(2.0, round(self._scale + steps * 0.1, 1)))
        self._set_font()
        return self._scale

    def _set_font(self) -> None:
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPointSizeF(self._points * self._scale)
        self._app.setFont(font)
        self._dress_all()

    def _dress_all(self) -> None:
        for widget in self._app.allWidgets():
            if isinstance(widget, Dressed):
                widget.dress()

    def _system_changed(self) -> None:
        if self.scheme is Scheme.SYSTEM:
            self.choose(Scheme.SYSTEM)


def application_font() -> QFont:
    """The font of ordinary text at this moment."""
    return QApplication.font()


def line_height() -> int:
    """The height of a line of ordinary text, in pixels."""
    return QFontMetrics(QApplication.font()).height()


def letters(count: int, font: QFont | None = None) -> int:
    """
    The room that so many letters need, in pixels.

    Measured on a letter: what a font calls its average width differs between systems by an eighth.
    """
    return round(QFontMetricsF(font or QApplication.font()).horizontalAdvance("n") * count)


def larger(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """The same font at another size."""
    result = QFont(font)
    result.setPointSizeF(font.pointSizeF() * factor)
    result.setBold(bold)
    return result
