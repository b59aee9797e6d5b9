"""A real model behind a real OpenAI-compatible server, driven from end to end: SmolLM2 through `transformers serve`."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from engine.adapters.assembled_model import AssembledModel
from engine.adapters.insisting_model import Insisting, RecordedModel
from engine.adapters.openai_model import OpenAIModel, Server
from engine.domain.drafting import DraftAnswer
from engine.services.model_check import TASK

DEFAULT = Path(__file__).parents[2] / ".cache" / "models" / "smollm2"
STARTING = 120  # seconds that a busy machine may take to import PyTorch
TOKENS = 16
ASKED = "draft_opinion@1.0.0"  # the shorter version: half of the time goes into reading the prompt
SHORT = TASK.model_copy(update={"evidence": TASK.evidence[:1] + TASK.evidence[-2:], "options": TASK.options[1:]})


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenAIModel]:
    folder = Path(os.environ.get("AVIS_TEST_MODEL_DIR") or DEFAULT).resolve()
    if not (folder / "model.safetensors").exists():
        pytest.fail(f"no test model in {folder}: run bin/fetch-test-model, or set AVIS_TEST_MODEL_DIR")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("served") / "log"
    code = "from transformers.cli.transformers import app; app()"
    command = [sys.executable, "-c", code, "serve", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    quiet = {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}
    with log.open("wb") as out:
        server = subprocess.Popen([*command, "--device", "cpu"], stdout=out, stderr=out, env={**os.environ, **quiet})
    try:
        _wait_for(port, server, log)
        address = f"http://127.0.0.1:{port}/v1"
        yield OpenAIModel(Server(url=address, name=str(folder), seconds=120, window=8192, max_tokens=TOKENS))
    finally:
        server.terminate()
        server.wait(20)


def _wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(STARTING * 5):
        if server.poll() is not None:
            break
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=2)) as line:
                line.request("GET", "/health")
                if line.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(log.read_text("utf-8", "replace")[-2000:])


def test_a_real_server_is_asked_twice_and_its_chatter_never_stands(model: OpenAIModel) -> None:
    """This server constrains nothing and this model knows no JSON: the refusal, the limit and the record are real."""
    asked = Insisting(model, AssembledModel()).ask(ASKED, SHORT, DraftAnswer)
    assert asked.origin == "assembled"
    assert asked.value == AssembledModel().ask(ASKED, SHORT, DraftAnswer).value
    assert "2 fois" in asked.told_fr[0]
    assert len(asked.answers) == 2
    for told in asked.answers:
        assert told.raw.strip()
        assert told.fault_fr
        assert told.tokens_in is not None
        assert told.tokens_in > 500
        assert told.tokens_out is not None
        assert 0 < told.tokens_out <= TOKENS
        assert told.seconds > 0
    # What it said is enough to come to the same again, without it.
    again = Insisting(RecordedModel(asked.answers), AssembledModel()).ask(ASKED, SHORT, DraftAnswer)
    assert (again.value, again.answers, again.told_fr) == (asked.value, asked.answers, asked.told_fr)
