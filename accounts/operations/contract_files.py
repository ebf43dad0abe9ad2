"""The files of a contract: kept under a name nobody guesses, told apart by what is in them."""

import hashlib
import uuid
import zipfile
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Contract, ContractFile, User
from accounts.operations.contracts import require_unsigned
from accounts.operations.rows import locked
from salesops.audit.operations import record
from salesops.db.operation import operation
from salesops.kernel.errors import Forbidden, Refused

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_NAME = 200
MOST_ENTRIES = 2_000


def attach_file(contract: Contract, upload: Any, *, by: User | None) -> ContractFile:
    """A PDF, Word document or picture; the same name again is its next version. Also after signing: one more file.

    Raises Refused `file_too_large`, `file_type`, `wrong_state` on a void contract.
    """
    kind = _type_of(upload)
    name = str(upload.name).replace("\\", "/").rsplit("/", 1)[-1].replace("\x00", "").strip()[-LONGEST_NAME:]
    with operation(by=by):
        contract = locked(contract)
        if contract.state == Contract.State.VOID:
            raise Refused("wrong_state", _("A void contract takes no files."))
        kept = ContractFile.objects.create(
            contract=contract,
            name=name or "file",
            version=contract.files.filter(name=name or "file").count() + 1,
            content_type=kind,
            content=File(upload, name=uuid.uuid4().hex),
            size=upload.size,
            digest=_digest(upload),
            uploaded_by=by,
        )
        after = {"name": kept.name, "version": kept.version, "digest": kept.digest}
        record("contract.file_added", by=by, of=contract, after=after)
        return kept


def remove_file(file: ContractFile, *, by: User | None) -> None:
    """Before anybody signed. Raises Refused `signed`, `wrong_state`."""
    with operation(by=by):
        contract = locked(file.contract)
        require_unsigned(contract)
        kept, name = file.content.storage, str(file.content.name)
        record("contract.file_removed", by=by, of=contract, before={"name": file.name, "version": file.version})
        file.delete()
        # Only once nobody can find its row any more: a rollback must not leave a row without content.
        transaction.on_commit(lambda: kept.delete(name))


def content_of(file: ContractFile) -> File:
    """To be read. Raises Forbidden `file_blocked`."""
    if file.blocked_at is not None:
        raise Forbidden(
            _("This file names somebody who was erased. It is kept for its legal term only."), "file_blocked"
        )
    return file.content.open("rb")


def block_file(file: ContractFile) -> bool:
    """It names somebody who was erased and must be kept: nobody opens it any more. False when it was so before."""
    with operation(by=None, source="erasure") as op:
        rows = ContractFile.objects.filter(pk=file.pk, blocked_at__isnull=True)
        if not rows.update(blocked_at=op.at):
            return False
        record("contract.file_blocked", by=None, of=file.contract, after={"name": file.name, "version": file.version})
        return True


def remove_after_term(file: ContractFile) -> bool:
    """A blocked file whose legal term is over goes."""
    with operation(by=None):
        contract = locked(file.contract)
        storage, name = file.content.storage, str(file.content.name)
        record("contract.file_removed", by=None, of=contract, before={"name": file.name, "version": file.version})
        file.delete()
        transaction.on_commit(lambda: storage.delete(name))
        return True


def _digest(upload: Any) -> str:
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _type_of(upload: Any) -> str:
    """By its first bytes, never by its name."""
    if upload.size > settings.MAX_UPLOAD_BYTES:
        sentence = _("This file is larger than this address takes.")
        raise Refused("file_too_large", sentence, fields={"file": sentence})
    upload.seek(0)
    head = upload.read(8)
    for start, kind in (
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
    ):
        if head.startswith(start):
            return kind
    if head.startswith(b"PK\x03\x04") and _is_word(upload):
        return WORD
    sentence = _("Choose a PDF, a Word document or a picture.")
    raise Refused("file_type", sentence, fields={"file": sentence})


def _is_word(upload: Any) -> bool:
    """By the list of its parts alone; nothing is unpacked. One with macros is none."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as parts:
            names = parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    known = set(names)
    return len(names) <= MOST_ENTRIES and "word/document.xml" in known and "word/vbaProject.bin" not in known
