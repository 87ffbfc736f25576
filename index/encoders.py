"""Choose the encoder for a name: the built-in model, a folder, or a model id."""

from pathlib import Path

from index.compact_encoder import CompactEncoder
from index.compact_folder import is_compact_folder
from index.joint_encoder import JointEncoder
from index.static_encoder import StaticEncoder
from index.static_folder import is_static_folder
from index.types import Encoder

BUILTIN = "builtin"
BUILTIN_FOLDER = Path(__file__).parent / "model"
JOINT = "builtin-joint"
COMPACT_FOLDER = Path(__file__).parent / "compact_model"


def load_encoder(name: str = BUILTIN, *, allow_downloads: bool = False) -> Encoder:
    """Load the encoder called `name`: "builtin" (the static table), "builtin-joint" (the table and the compact
    transformer together: slower, better), a sentence-transformers folder, or a model id of the hub.

    A folder that holds a plain static model or a compact transformer is read without torch. Nothing is downloaded unless `allow_downloads`.
    Raises EncoderError where the model is not there or cannot be read.
    """
    if name == BUILTIN:
        return StaticEncoder.load(BUILTIN_FOLDER, BUILTIN)
    if name == JOINT:
        table = StaticEncoder.load(BUILTIN_FOLDER, BUILTIN)
        return JointEncoder(JOINT, table, CompactEncoder.load(COMPACT_FOLDER))
    folder = Path(name).expanduser()
    if folder.is_dir() and is_static_folder(folder):
        return StaticEncoder.load(folder, name)
    if folder.is_dir() and is_compact_folder(folder):
        return CompactEncoder.load(folder, name)
    from index.transformer_encoder import TransformerEncoder

    return TransformerEncoder.load(name, allow_downloads=allow_downloads)
