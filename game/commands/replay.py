"""`spacewalk replay`: a recording in the window, as a video, or proof that it gives the same digests again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.commands.levels import level_of, open_recording
from game.commands.refusal import DONE, FAILED, WRONG_USE, RefusedError

if TYPE_CHECKING:
    import argparse


def replay(asked: argparse.Namespace) -> int:
    """Play the recording, make a video of it, or with `--verify` run it again and say where it parts; 1 if it does."""
    for name in ("start", "end", "size", "clean", "lang"):
        if getattr(asked, name) not in (None, False, "") and asked.video is None:
            word = {"start": "from", "end": "to"}.get(name, name)
            raise RefusedError(f"found --{word} without --video, wanted --video OUT.mp4 or OUT.gif too", WRONG_USE)
    recording = open_recording(asked.file)
    level = level_of(recording, asked.file)
    from game.session.recording import RecordingError
    from game.session.session import check_fits

    try:
        check_fits(recording, level)
    except RecordingError as error:
        raise RefusedError(f"{asked.file}: {error}") from None
    if asked.video is not None:
        from game.commands.video import make_video

        return make_video(asked, recording, level)
    if not asked.verify:
        from game.app.launch import play
        from game.app.options import PlayOptions

        return play(PlayOptions(recording=str(asked.file)))
    from game.session.divergence import verify

    try:
        parting, digest = verify(recording, level)
    except ValueError as error:
        raise RefusedError(f"{asked.file}: {error}") from None
    if parting is not None:
        print(f"{asked.file}: {parting}")
        return FAILED
    whole = "" if recording.is_whole else " (cut off: verified to its last whole second)"
    print(f"{asked.file}: the same, {recording.ticks} ticks, digest {digest}{whole}")
    return DONE
