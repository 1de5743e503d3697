"""The least that Flask can do for a turn: verify with a cached key, parse, read, compare and set, and answer."""

import base64
import os

import orjson
import redis
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Flask, Response, request

from tests.support import trust
from tools.bench.stacks.constant import CLIENT, DOCUMENT, ENVELOPE, SWAP

SECONDS = 400 * 86_400


def app() -> Flask:
    """Use the libraries of the service: orjson, hiredis, and redis-py with its pool and with timeouts."""
    floor = Flask(__name__, static_folder=None)
    client = redis.Redis.from_url(os.environ["REDIS_URL"], **CLIENT)
    key = x509.load_pem_x509_certificates(trust.chain_pem())[0].public_key()
    answer, padding, kind = orjson.dumps(ENVELOPE), PKCS1v15(), SHA256()
    swap = client.script_load(SWAP)
    if not isinstance(key, RSAPublicKey):
        raise TypeError("Alexa signs with RSA")

    @floor.post("/alexa")
    def hear() -> Response:
        body = request.get_data(cache=False)
        key.verify(base64.b64decode(request.headers["Signature-256"]), body, padding, kind)
        person = orjson.loads(body)["context"]["System"]["person"]["personId"]
        seen = client.get(person)
        client.evalsha(swap, 1, person, DOCUMENT, SECONDS, seen or "")
        return Response(answer, mimetype="application/json")

    @floor.get("/healthz")
    def alive() -> str:
        return "ok"

    return floor
