"""Public vectors and properties of the two independent counts: the journal's own and the verifier's."""

from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from yakuba.ground.journal import tree
from yakuba.ground.journal.canonical import canonical
from yakuba.ground.journal.note import NoteRefused, PublicKey, SigningKey, open_note
from yakuba.ground.journal.verifier import proofs

# RFC 8032 §7.1, TEST 1, 2, 3 and SHA(abc): public key, message, signature.
RFC8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd"
        "454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
        "3dca179c138ac17ad9bef1177331a704",
    ),
]

# Certificate Transparency's reference vectors for RFC 6962: eight leaves and the root after each.
CT_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# The same vectors' audit path of leaf 5 in the tree of 8.
CT_PATH_5_OF_8 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]


@pytest.mark.parametrize(("key", "message", "signature"), RFC8032)
def test_ed25519_holds_on_the_vectors_of_rfc_8032_and_on_nothing_near_them(key, message, signature):
    raw = bytes.fromhex(key), bytes.fromhex(message), bytes.fromhex(signature)
    assert proofs.ed25519(*raw)
    assert not proofs.ed25519(raw[0], raw[1] + b"\0", raw[2])
    for bit in range(0, 512, 37):
        flipped = bytearray(raw[2])
        flipped[bit // 8] ^= 1 << bit % 8
        assert not proofs.ed25519(raw[0], raw[1], bytes(flipped))


def test_ed25519_refuses_a_signature_whose_number_is_too_large():
    key, message, signature = (bytes.fromhex(part) for part in RFC8032[1])
    large = int.from_bytes(signature[32:], "little") + proofs.L
    assert not proofs.ed25519(key, message, signature[:32] + large.to_bytes(32, "little"))


def test_tree_agrees_with_the_certificate_transparency_vectors():
    leaves = [tree.leaf_hash(bytes.fromhex(leaf)) for leaf in CT_LEAVES]
    frontier, theirs = tree.Frontier(), proofs.Frontier()
    for leaf, root in zip(leaves, CT_ROOTS, strict=True):
        frontier.append(leaf)
        theirs.append(leaf)
        assert frontier.root().hex() == theirs.root().hex() == root
        assert tree.Tree(leaves[: frontier.size]).root().hex() == root
    assert [part.hex() for part in tree.Tree(leaves).inclusion(5)] == CT_PATH_5_OF_8
    assert tree.Tree([]).root() == tree.EMPTY_ROOT == sha256(b"").digest()


@given(st.integers(1, 70), st.data())
def test_every_leaf_is_included_and_no_other_place_or_path_is_believed(size, data):
    leaves = [tree.leaf_hash(number.to_bytes(2, "big")) for number in range(size)]
    grown = tree.Tree(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = grown.inclusion(index)
    for check in (tree.root_from_inclusion, proofs.from_inclusion):
        assert check(index, size, leaves[index], path) == grown.root()
        for other in range(size):
            if other != index:
                assert check(other, size, leaves[index], path) != grown.root()
        assert check(index, size, leaves[index], [*path, path[0] if path else leaves[0]]) != grown.root()
        if path:
            assert check(index, size, leaves[index], path[:-1]) != grown.root()
        assert check(size, size, leaves[index], path) is None


@given(st.integers(1, 70), st.data())
def test_an_older_tree_is_shown_to_have_grown_and_a_changed_one_is_not(size, data):
    leaves = [tree.leaf_hash(number.to_bytes(2, "big")) for number in range(size)]
    grown = tree.Tree(leaves)
    old_size = data.draw(st.integers(1, size))
    proof, old = grown.consistency(old_size), grown.root(old_size)
    changed = tree.root_of([tree.leaf_hash(b"changed"), *leaves[1:old_size]])
    assert tree.grew_from(old_size, size, old, grown.root(), proof)
    assert proofs.consistent(old_size, size, old, grown.root(), proof)
    assert not tree.grew_from(old_size, size, changed, grown.root(), proof)
    assert not proofs.consistent(old_size, size, changed, grown.root(), proof)
    for at in range(len(proof)):
        broken = [*proof[:at], sha256(proof[at]).digest(), *proof[at + 1 :]]
        assert not tree.grew_from(old_size, size, old, grown.root(), broken)
        assert not proofs.consistent(old_size, size, old, grown.root(), broken)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=5))
def test_verifier_spells_json_exactly_as_the_journal_does(value):
    text = canonical(value)
    assert text == rfc8785.dumps(value)
    assert proofs.dumps(value).encode() == text
    assert proofs.parse(text, "here") == value


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1.5}',
        b'{"a":-0}',
        b'{"a":NaN}',
        b'{"a":9007199254740993}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b"[1]",
        b"",
        b"\xef\xbb\xbf{}",
        b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
)
def test_only_one_spelling_of_json_is_read(text):
    with pytest.raises(proofs.Damaged):
        proofs.parse(text, "here")


@pytest.mark.parametrize("value", [{"a": 1.5}, {"a": (1,)}, {1: "a"}, {"a": {"b": [b""]}}])
def test_floats_and_foreign_values_are_refused_with_their_place(value):
    with pytest.raises(TypeError, match=r"^\$"):
        canonical(value)


def test_a_note_is_believed_only_with_its_own_key_and_words():
    key = SigningKey("yakuba.example/a", bytes(range(32)))
    note = key.sign("yakuba.example/a\n1\n")
    assert open_note(note, PublicKey.read(key.public.text())) == "yakuba.example/a\n1\n"
    other = SigningKey("yakuba.example/a", bytes(32)).public
    for wrong, public in [(note.replace("\n1\n", "\n2\n"), key.public), (note, other), ("", key.public)]:
        with pytest.raises(NoteRefused):
            open_note(wrong, public)
    with pytest.raises(NoteRefused):
        SigningKey("a name with spaces", bytes(32))
    with pytest.raises(NoteRefused):
        PublicKey.read(key.public.text().replace("+", "+0", 1))
