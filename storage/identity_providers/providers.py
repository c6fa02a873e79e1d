"""The protocol with identity providers: their discovery documents and keys, where people are sent, what a code is worth.

The library makes the addresses and the requests and checks its part; what it does not check stands here and in
`workflows/access/claims.py`. Only signatures of listed algorithms count; a token with an unknown key makes us read the keys again, once.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from models.identity_providers import ProviderTerms, SignInTerms
from models.settings import LOOPBACK
from storage.identity_providers.line import Line
from workflows.access.claims import LEEWAY, Reason
from workflows.ports_identities import Begun, ProviderRefused, ProviderSilent, Vouched

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Signatures that count. Never `none`, and never one made with a secret that both sides have."""
DOCUMENT_SECONDS = 3600.0
LONGEST_TOKEN = 50_000
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Provider:
    """One provider. Safe to be asked by several threads at once."""

    def __init__(self, terms: ProviderTerms, asked: tuple[str, ...], line: Line) -> None:
        self.terms, self.asked, self.line = terms, asked, line
        self._lock = threading.Lock()
        self._document: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, KeySet] | None = None

    def document(self) -> Mapping[str, Any]:
        """Its discovery document, an hour old at most. Raises ProviderSilent, and ProviderRefused when it speaks for somebody else."""
        with self._lock:
            kept = self._document
        if kept and time.monotonic() - kept[0] < DOCUMENT_SECONDS:
            return kept[1]
        found = self.line.get(self.terms.issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != self.terms.issuer or not all(self._is_address(found.get(name)) for name in ENDPOINTS):
            raise ProviderRefused(Reason.WRONG_DISCOVERY)
        with self._lock:
            self._document = (time.monotonic(), found)
        return found

    def address(self, begun: Begun) -> str:
        """Where somebody is sent with a request for a code."""
        more: dict[str, str] = {"nonce": begun.nonce, "ui_locales": begun.language}
        if begun.levels and self.terms.level_claim == "acr":
            more["acr_values"] = " ".join(begun.levels)
        elif begun.levels:
            wish = {"id_token": {self.terms.level_claim: {"essential": True, "values": list(begun.levels)}}}
            more["claims"] = json.dumps(wish, separators=(",", ":"))
        if begun.anew:
            more |= {"prompt": "login", "max_age": str(begun.max_age_seconds)}
        address, _state = self._client(begun.answer_to).create_authorization_url(
            self.document()["authorization_endpoint"], state=begun.state, code_verifier=begun.verifier, **more
        )
        return str(address)

    def redeem(self, code: str, verifier: str, answer_to: str, iss: str | None, nonce: str) -> Vouched:
        """What it says for a code."""
        document = self.document()
        demands_iss = document.get("authorization_response_iss_parameter_supported") is True
        if (iss is None and demands_iss) or (iss is not None and iss != self.terms.issuer):
            raise ProviderRefused(Reason.WRONG_ISS_PARAMETER)
        token = self._exchanged(document["token_endpoint"], code, verifier, answer_to)
        signed = token.get("id_token")
        if not isinstance(signed, str) or not signed:
            raise ProviderRefused(Reason.NO_PROOF)
        header, claims = self._verified(signed)
        agrees = self._library_agrees(header, claims, nonce, token.get("access_token"))
        return Vouched(claims, self._userinfo(document, token), agrees)

    def leave_by(self, back_to: str) -> str:
        """Where somebody is sent to log out there too. No token goes along: none is kept, since it may hold a national id number."""
        address = self.document().get("end_session_endpoint")
        if not self._is_address(address):
            return ""
        query = urlencode({"client_id": self.terms.client_id, "post_logout_redirect_uri": back_to})
        return f"{address}{'&' if urlsplit(str(address)).query else '?'}{query}"

    def _exchanged(self, endpoint: str, code: str, verifier: str, answer_to: str) -> Mapping[str, Any]:
        try:
            found = self._client(answer_to).fetch_token(
                endpoint, grant_type="authorization_code", code=code, code_verifier=verifier, redirect_uri=answer_to
            )
        except OAuth2Error:
            raise ProviderRefused(Reason.CODE_REFUSED) from None
        return dict(found)

    def _userinfo(self, document: Mapping[str, Any], token: Mapping[str, Any]) -> Mapping[str, Any] | None:
        address, bearer = document.get("userinfo_endpoint"), token.get("access_token")
        if not self.terms.asks_userinfo or not address or not isinstance(bearer, str):
            return None
        return self.line.get(str(address), bearer)

    def _verified(self, signed: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        """Header and claims of a token whose signature is one of this provider's. Raises ProviderRefused."""
        header = _header(signed)
        if header.get("alg") not in ALGORITHMS:
            raise ProviderRefused(Reason.ALGORITHM)
        try:
            return self._decoded(signed, self._key_set())
        except InvalidKeyIdError:
            return self._with_new_keys(signed)

    def _with_new_keys(self, signed: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        try:
            return self._decoded(signed, self._key_set(anew=True))
        except InvalidKeyIdError:
            raise ProviderRefused(Reason.UNKNOWN_KEY) from None

    def _decoded(self, signed: str, keys: KeySet) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
        try:
            token = jwt.decode(signed, keys, algorithms=list(ALGORITHMS))
        except InvalidKeyIdError:
            raise
        except BadSignatureError:
            raise ProviderRefused(Reason.WRONG_SIGNATURE) from None
        except (JoseError, ValueError):  # a key that does not fit the algorithm, or words that are no token
            raise ProviderRefused(Reason.UNREADABLE) from None
        return token.header, token.claims

    def _key_set(self, *, anew: bool = False) -> KeySet:
        with self._lock:
            kept = self._keys
        if kept and not anew and time.monotonic() - kept[0] < DOCUMENT_SECONDS:
            return kept[1]
        raw = self.line.get(str(self.document()["jwks_uri"]))
        listed = raw.get("keys")
        signing = [one for one in listed if isinstance(one, dict) and one.get("use", "sig") == "sig"] if isinstance(listed, list) else []
        try:
            found = KeySet.import_key_set({"keys": [one for one in signing if one.get("kty") != "oct"]})
        except (JoseError, ValueError, KeyError, TypeError):
            raise ProviderSilent("no_keys") from None
        with self._lock:
            self._keys = (time.monotonic(), found)
        return found

    def _library_agrees(self, header: Mapping[str, Any], claims: Mapping[str, Any], nonce: str, access_token: object) -> bool:
        """Whether the library believes the claims too; it also knows the hash of the access token."""
        demanded = {"iss": self.terms.issuer, "aud": self.terms.client_id}
        options = {name: {"essential": True, "value": value} for name, value in demanded.items()}
        params = {"nonce": nonce, "client_id": self.terms.client_id, "access_token": access_token}
        try:
            CodeIDToken(dict(claims), dict(header), options, params).validate(leeway=int(LEEWAY.total_seconds()))
        except (JoseError, ValueError, TypeError):
            return False
        return True

    def _client(self, answer_to: str) -> OAuth2Client:
        terms = self.terms
        return OAuth2Client(
            self.line, client_id=terms.client_id, client_secret=terms.client_secret or None,
            token_endpoint_auth_method=terms.client_auth, scope=" ".join(terms.scopes), redirect_uri=answer_to,
            code_challenge_method="S256",
        )  # fmt: skip

    def _is_address(self, given: object) -> bool:
        """Whether this is an address that people or we may be sent to."""
        parts = urlsplit(given) if isinstance(given, str) else None
        if parts is None or not parts.hostname:
            return False
        is_plain = parts.scheme == "http" and self.terms.issuer.startswith("http://") and parts.hostname in LOOPBACK
        return parts.scheme == "https" or is_plain


class Providers:
    """The port `IdentityProviders` over the network. Asked in threads, never inside a transaction."""

    def __init__(self, terms: SignInTerms) -> None:
        self._terms = terms
        self._providers = {one.key: Provider(one, terms.asked_of(one), Line(one)) for one in terms.providers}

    @property
    def terms(self) -> SignInTerms:
        """What the operator says of them."""
        return self._terms

    def address(self, key: str, begun: Begun) -> str:
        """Where the person is sent."""
        return self._providers[key].address(begun)

    def redeem(self, key: str, code: str, verifier: str, answer_to: str, iss: str | None, nonce: str) -> Vouched:
        """What the provider says for a code."""
        return self._providers[key].redeem(code, verifier, answer_to, iss, nonce)

    def leave_by(self, key: str, back_to: str) -> str:
        """Where a person is sent to log out there too; empty where that is not offered or the provider is silent."""
        provider = self._providers.get(key)
        try:
            return provider.leave_by(back_to) if provider else ""
        except ProviderRefused:
            return ""

    def close(self) -> None:
        """Let go of all connections."""
        for one in self._providers.values():
            one.line.close()


def _header(signed: str) -> Mapping[str, Any]:
    """What a token says of itself, unproven. Raises ProviderRefused for what is no token."""
    try:
        if len(signed) > LONGEST_TOKEN or signed.count(".") != 2:
            raise ValueError
        first = signed.split(".", 1)[0]
        header = json.loads(base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)))
    except (ValueError, RecursionError):
        raise ProviderRefused(Reason.UNREADABLE) from None
    if not isinstance(header, dict):
        raise ProviderRefused(Reason.UNREADABLE)
    return header
