"""The usual way: ask-sdk-core as its documentation shows it, with the certificate chain validated for every request.

It stands for Amazon's ask-sdk-webservice-support, which does not import on current systems. That package validates
with a slower library than `cryptography`, so it costs more than this.
"""

import base64
import os
from typing import Any

import redis
from ask_sdk_core.dispatch_components import AbstractRequestHandler
from ask_sdk_core.handler_input import HandlerInput
from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_core.skill_builder import SkillBuilder
from ask_sdk_core.utils import is_intent_name
from ask_sdk_model import RequestEnvelope, Response
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.verification import PolicyBuilder, Store
from flask import Flask, jsonify, request
from flask import Response as Answer

from skill.alexa.verification.chain import root_certificates
from tests.support import trust
from tools.bench.stacks.constant import ATTRIBUTES, CLIENT, DOCUMENT, REPROMPT, SPEECH, SWAP

NAME = "echo-api.amazon.com"
SECONDS = 400 * 86_400


class NextHandler(AbstractRequestHandler):
    def __init__(self, client: Any) -> None:
        self._client = client
        self._swap = client.script_load(SWAP)

    def can_handle(self, handler_input: HandlerInput) -> bool:
        return bool(is_intent_name("AMAZON.NextIntent")(handler_input))

    def handle(self, handler_input: HandlerInput) -> Response:
        envelope: Any = handler_input.request_envelope
        person = envelope.context.system.person.person_id
        seen = self._client.get(person)
        self._client.evalsha(self._swap, 1, person, DOCUMENT, SECONDS, seen or "")
        handler_input.attributes_manager.session_attributes = ATTRIBUTES
        return handler_input.response_builder.speak(SPEECH).ask(REPROMPT).response


def app() -> Flask:
    usual = Flask(__name__, static_folder=None)
    builder, serializer = SkillBuilder(), DefaultSerializer()
    roots = [*root_certificates(), trust.root()]
    builder.add_request_handler(NextHandler(redis.Redis.from_url(os.environ["REDIS_URL"], **CLIENT)))
    skill = builder.create()

    @usual.post("/alexa")
    def hear() -> Answer:
        body = request.get_data(cache=False)
        _verify(body, request.headers["Signature-256"], roots)
        envelope = serializer.deserialize(body.decode(), RequestEnvelope)
        return jsonify(serializer.serialize(skill.invoke(envelope, None)))

    @usual.get("/healthz")
    def alive() -> str:
        return "ok"

    return usual


def _verify(body: bytes, signature: str, roots: list[x509.Certificate]) -> None:
    """Like the official verifier, cache the file, but parse and validate it for every request."""
    leaf, *others = x509.load_pem_x509_certificates(trust.chain_pem())
    PolicyBuilder().store(Store(roots)).build_server_verifier(x509.DNSName(NAME)).verify(leaf, others)
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey):
        raise TypeError("Alexa signs with RSA")
    key.verify(base64.b64decode(signature), body, PKCS1v15(), SHA256())
