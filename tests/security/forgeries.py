"""Tokens that somebody made who is not the provider, and tokens of the provider that are not for this sign-in.

Each takes the claims of a good token and gives what the token endpoint sends instead of it.
"""

import json

import jwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.security.signing_in import SECRET
from tests.security.tokens import (
    CODING_KEY,
    HEADER,
    SECOND_KEY,
    SHARED,
    WEAK_KEY,
    Forgery,
    Resigned,
    as_secret,
    by_hand,
    headed,
    later,
    other,
    public,
    signature,
    twice,
    unsigned,
    with_more,
    with_text,
)
from tests.unit.auth.provider import EC_KEY, OTHER_KEY, RSA_KEY, public_keys
from tests.unit.auth.test_oidc_tokens import signed

PEM, DER = Encoding.PEM, Encoding.DER
_JWK = jwt.algorithms.RSAAlgorithm.to_jwk(OTHER_KEY.public_key(), as_dict=True) | {"kid": "rsa"}
_TEXTS = {"exp": 'NaN Infinity -Infinity 1e999 true null [] {} "soon" ""', "iat": "Infinity NaN null []"}

FORGERIES: dict[str, Forgery] = {
    # not signed, or by somebody else
    **{f"alg {alg}": unsigned(alg) for alg in ("none", "None", "NONE", "nOnE", "", "RS256")},
    "signed by a stranger": lambda good: signed(good, OTHER_KEY),
    "signed by a stranger, key in the header": headed(OTHER_KEY, jwk=_JWK),
    "signed by a stranger, key in the header, no kid": headed(OTHER_KEY, jwk=_JWK, kid=...),
    "signed by a stranger, certificate in the header": headed(OTHER_KEY, x5c=["MIIB"], x5t="AAAA"),
    "signed by a stranger, kid is a path": headed(OTHER_KEY, kid="../../../dev/null"),
    "kid unknown": headed(kid="unknown"),
    "kid missing": headed(kid=...),
    "kid empty": headed(kid=""),
    "kid null": headed(kid=None),
    "kid a list": headed(kid=["rsa"]),
    "kid in another case": headed(kid="RSA"),
    # the public key, or what else somebody knows, as a secret
    "HS256, public key as PEM": as_secret(public(PEM)),
    "HS256, public key as PEM without its last line break": as_secret(public(PEM).strip()),
    "HS256, public key as PKCS 1": as_secret(public(PEM, PublicFormat.PKCS1)),
    "HS256, public key as DER": as_secret(public(DER)),
    "HS256, public key as JWK": as_secret(json.dumps(public_keys()["keys"][0]).encode()),
    "HS384, public key as PEM": as_secret(public(PEM), alg="HS384"),
    "HS512, public key as PEM": as_secret(public(PEM), alg="HS512"),
    "HS256, empty key": as_secret(b""),
    "HS256, the client's secret": as_secret(SECRET.encode()),
    "HS256, a secret that the provider publishes": as_secret(SHARED, "shared"),
    "HS256 called RS256, a secret that the provider publishes": headed(SHARED, "HS256", kid="shared"),
    # a wrong key of the same set
    "second key under the first one's kid": headed(SECOND_KEY),
    "first key under the second one's kid": headed(kid="second"),
    "RSA key under the EC key's kid": headed(kid="ec"),
    "EC key under the RSA key's kid": headed(EC_KEY, "ES256", alg="ES256"),
    "EC key called RS256": headed(EC_KEY, "ES256", kid="ec"),
    "key for encryption": headed(CODING_KEY, kid="coding"),
    "key of 1024 bits": headed(WEAK_KEY, kid="weak"),
    "PS256 under a key for RS256": headed(RSA_KEY, "PS256", alg="PS256"),
    "RS512 under a key for RS256": headed(RSA_KEY, "RS512", alg="RS512"),
    "RS256 called RS512": headed(alg="RS512"),
    # signatures that are none
    "ES256, r and s are zero": Resigned(lambda h, b, _: f"{h}.{b}.{'A' * 86}", EC_KEY, ("ES256", "ec")),
    "signature cut short": Resigned(lambda h, b, s: f"{h}.{b}.{s[:-4]}"),
    "signature made longer": Resigned(lambda h, b, s: f"{h}.{b}.{s}AAAA"),
    "signature empty": Resigned(lambda h, b, _s: f"{h}.{b}."),
    "signature missing": Resigned(lambda h, b, _s: f"{h}.{b}"),
    "signature of another token": lambda good: (
        by_hand(HEADER, good).rpartition(".")[0] + "." + by_hand(HEADER, good | {"sub": "00u2"}).rpartition(".")[2]
    ),
    # more than one signature, or a signature in other clothes
    "second signature at the end": Resigned(lambda h, b, s: f"{h}.{b}.{s}.{s}"),
    "second signature by a stranger": Resigned(
        lambda h, b, s: f"{h}.{b}.{s}.{signature(f'{h}.{b}.{s}', OTHER_KEY)}"
    ),
    "second signature over all of it": Resigned(lambda h, b, s: f"{h}.{b}.{s}.{signature(f'{h}.{b}.{s}', RSA_KEY)}"),
    "JSON with one signature": Resigned(
        lambda h, b, s: json.dumps({"payload": b, "protected": h, "signature": s})
    ),
    "JSON with two signatures": Resigned(
        lambda h, b, s: json.dumps(
            {"payload": b, "signatures": [{"protected": h, "signature": s}, {"protected": h, "signature": "AAAA"}]}
        )
    ),
    "an object instead of text": Resigned(lambda h, b, s: {"payload": b, "protected": h, "signature": s}),
    "a list of tokens": Resigned(lambda h, b, s: [f"{h}.{b}.{s}"]),
    "two tokens, comma": Resigned(lambda h, b, s: f"{h}.{b}.{s},{h}.{b}.{s}"),
    "two tokens, space": Resigned(lambda h, b, s: f"{h}.{b}.{s} {h}.{b}.{s}"),
    "two tokens, tilde": Resigned(lambda h, b, s: f"{h}.{b}.{s}~{h}.{b}.{s}~"),
    "scheme before it": Resigned(lambda h, b, s: f"Bearer {h}.{b}.{s}"),
    "line break in it": Resigned(lambda h, b, s: f"{h}.\n{b}.{s}"),
    "a token in a token": lambda good: by_hand(HEADER | {"cty": "JWT"}, by_hand(HEADER, good)),
    "encrypted": Resigned(lambda h, b, s: f"{h}.{s}.{b}.{b}.{s}"),
    # what must be understood
    "crit names what nobody knows": headed(crit=["only-on-tuesdays"], **{"only-on-tuesdays": True}),
    "crit names a claim": headed(crit=["exp"], exp=1),
    "crit empty": headed(crit=[]),
    "crit null": headed(crit=None),
    "crit is text": headed(crit="b64"),
    "crit holds no text": headed(crit=[1]),
    "b64 false": headed(b64=False),
    "b64 false and crit": headed(b64=False, crit=["b64"]),
    "b64 false and crit, without a body": lambda _: by_hand(HEADER | {"b64": False, "crit": ["b64"]}, ""),
    "alg missing": headed(alg=...),
    "alg null": headed(alg=None),
    "alg a list": headed(alg=["RS256"]),
    "alg an object": headed(alg={"RS256": 1}),
    "alg in another case": headed(alg="rs256"),
    "alg with a space": headed(alg="RS256 "),
    "header a list": lambda good: by_hand([HEADER], good),
    "header too deep": lambda good: by_hand("[" * 100_000, good),
    "body a list": lambda good: by_hand(HEADER, [good]),
    "body empty": lambda _: by_hand(HEADER, ""),
    "body too deep": lambda _: by_hand(HEADER, '{"a":' * 100_000),
    # names that stand twice
    **{f"{name} twice, {'last' if last else 'first'} one false": twice(name, false, last=last)
       for last in (True, False)
       for name, false in (("sub", "00u2"), ("iss", "https://evil.example"), ("aud", "client-2"), ("nonce", "another"),
                           ("groups", ["football"]), ("exp", 1), ("azp", "client-2"))},
    "sub twice, the same": with_more('"sub": "00u1"'),
    "sub twice, once escaped": with_more('"\\u0073ub": "00u2"'),
    "a name twice deep inside": with_more('"x": [{"a": 1, "a": 2}]'),
    "alg twice": lambda good: by_hand('{"alg": "none", "kid": "rsa", "alg": "RS256"}', good),
    "kid twice": lambda good: by_hand('{"kid": "second", "alg": "RS256", "kid": "rsa"}', good),
    # who made it, for whom, when
    "iss another": other(iss="https://id.example.com"),
    "iss with a slash": lambda good: by_hand(HEADER, good | {"iss": good["iss"] + "/"}),
    "iss in another case": lambda good: by_hand(HEADER, good | {"iss": good["iss"].upper()}),
    "iss and more": lambda good: by_hand(HEADER, good | {"iss": good["iss"] + ".evil.example"}),
    "iss a list": lambda good: by_hand(HEADER, good | {"iss": [good["iss"]]}),
    "aud another": other(aud="client-2"),
    "aud others": other(aud=["client-2", "client-3"]),
    "aud in another case": other(aud="CLIENT-1"),
    "aud with a space": other(aud="client-1 "),
    "aud with a comma": other(aud="client-2,client-1"),
    "aud a part": other(aud="client-10"),
    "aud an object": other(aud={"client-1": 1}),
    "aud with a number": other(aud=["client-1", 7]),
    "aud empty": other(aud=[]),
    "several aud, no azp": other(aud=["client-1", "client-2"]),
    "several aud, azp null": other(aud=["client-1", "client-2"], azp=None),
    "several aud, azp another": other(aud=["client-1", "client-2"], azp="client-2"),
    **{f"azp {azp!r}": other(azp=azp)
       for azp in ("client-2", "", "CLIENT-1", ["client-1"], {"client-1": 1}, False, 0)},
    "expired": later(exp=-62),
    "not yet valid": later(nbf=70),
    "not yet issued": later(iat=70),
    **{f"{name} {text}": with_text(name, text) for name, texts in _TEXTS.items() for text in texts.split()},
    **{f"{name} missing": other(**{name: ...}) for name in ("iss", "aud", "sub", "nonce", "exp", "iat")},
    **{f"{name} null": other(**{name: None}) for name in ("iss", "aud", "sub", "nonce", "exp", "iat")},
    # whose sign-in, and who
    "nonce another": other(nonce="another"),
    "nonce empty": other(nonce=""),
    "nonce in another case": lambda good: by_hand(HEADER, good | {"nonce": good["nonce"].swapcase()}),
    "nonce cut short": lambda good: by_hand(HEADER, good | {"nonce": good["nonce"][:-1]}),
    "nonce a list": lambda good: by_hand(HEADER, good | {"nonce": [good["nonce"]]}),
    **{f"sub {str(sub)[:8]!r}": (lambda good, sub=sub: by_hand(HEADER, good | {"sub": sub}))
       for sub in ("", " ", "\u2003", 7, True, ["00u1"], {"00u1": 1}, "0" * 256)},
    # other tokens of the same provider
    "an access token": headed(typ="at+jwt", lacking="nonce"),
    "a logout token": headed(typ="logout+jwt", lacking="nonce"),
    "no token": lambda _: "",
    "a number": lambda _: 7,
}  # fmt: skip
