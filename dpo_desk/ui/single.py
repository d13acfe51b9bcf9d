"""One window for each user: a second start hands its vault to the first and ends."""

from __future__ import annotations

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER_MS = 1000
_LONGEST = 8192  # bytes of a path that is taken from a second start


class SingleWindow(QObject):
    """Listens for later starts; ``called`` carries the path they were given, empty when none."""

    called = Signal(str)

    def __init__(self, config: Path, parent: QObject | None = None) -> None:
        """``config`` tells apart desks with settings of their own."""
        super().__init__(parent)
        identity = f"{getpass.getuser()}\0{config.resolve()}"
        self._name = "dpo-desk-" + hashlib.sha256(identity.encode()).hexdigest()[:16]
        self._callers: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._hear)

    def first(self, path: Path | None) -> bool:
        """Whether this is the first start; otherwise the first has been called, with the path, and shows itself."""
        if self._call(str(path.resolve()) if path else ""):
            return False
        if not self._server.listen(self._name):
            QLocalServer.removeServer(
                self._name
            )  # left by a program that was killed; nobody answered just now
            self._server.listen(self._name)
        return True

    def _call(self, path: str) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        socket.write(path.encode() + b"\n")
        socket.waitForBytesWritten(_ANSWER_MS)
        # A frozen first window does not answer: then this start goes on, and the vault's own lock protects the file.
        answered = socket.waitForReadyRead(_ANSWER_MS)
        socket.disconnectFromServer()
        return answered

    def _hear(self) -> None:
        caller = self._server.nextPendingConnection()
        self._callers.append(caller)
        caller.readyRead.connect(self._read)
        caller.disconnected.connect(self._forget)

    def _read(self) -> None:
        for caller in self._callers:
            if caller.canReadLine():
                untrusted_path = bytes(caller.readLine(_LONGEST).data()).decode(errors="replace").strip()
                caller.write(b"ok\n")
                caller.flush()
                self.called.emit(untrusted_path)

    def _forget(self) -> None:
        # The server owns its sockets and ends with this object; only those that have hung up are let go earlier.
        gone = [
            each for each in self._callers if each.state() is QLocalSocket.LocalSocketState.UnconnectedState
        ]
        self._callers = [each for each in self._callers if each not in gone]
        for each in gone:
            each.deleteLater()
