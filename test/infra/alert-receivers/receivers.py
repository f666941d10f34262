"""Receivers of alerts that know nothing of Linewatch: a mail server (aiosmtpd) and a webhook that checks signatures.

    receivers.py FOLDER CERTIFICATE KEY

Writes FOLDER/ports (smtp, webhook, and one that is free), each mail to FOLDER/mail-<n>.eml and a line on each webhook
request to FOLDER/webhook. The mail server takes nothing without STARTTLS and the login duty / s3cret.
"""

import hashlib
import hmac
import http.server
import json
import pathlib
import socket
import ssl
import sys
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

folder = pathlib.Path(sys.argv[1])
tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
tls.load_cert_chain(sys.argv[2], sys.argv[3])
MAIL_LOGIN = (b"duty", b"s3cret")
WEBHOOK_SECRET = b"whsec_test"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Mailbox:
    count = 0

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        file = folder / f"mail-{self.count}.eml"
        file.with_suffix(".part").write_bytes(envelope.content)
        file.with_suffix(".part").rename(file)
        return "250 taken"


def login(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == MAIL_LOGIN)


class Webhook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        parts = dict(part.split("=", 1) for part in self.headers["linewatch-signature"].split(","))
        digest = hmac.new(WEBHOOK_SECRET, parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
        fresh = abs(time.time() - int(parts["t"])) < 300
        valid = fresh and hmac.compare_digest(digest, parts["v1"])
        with open(folder / "webhook", "a", encoding="utf8") as log:
            for alert in json.loads(body)["alerts"]:
                print(
                    "signed" if valid else "BAD SIGNATURE",
                    alert["state"],
                    alert["conversation_id"],
                    alert["idempotency_key"],
                    file=log,
                )
        self.send_response(200 if valid else 401)
        self.end_headers()

    def log_message(self, *_):
        pass


mail = Controller(
    Mailbox(),
    hostname="127.0.0.1",
    port=free_port(),
    tls_context=tls,
    require_starttls=True,
    auth_required=True,
    authenticator=login,
)
mail.start()
webhook = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
ports = folder / "ports.part"
ports.write_text(f"{mail.port} {webhook.server_port} {free_port()}\n")
ports.rename(folder / "ports")
webhook.serve_forever()
