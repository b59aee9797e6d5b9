"""Dossiers in the queue: each done, one at a time, whoever is killed; failures are kept and told."""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from engine.domain.progress import Progress
from engine.errors import DatabaseUnavailable
from engine.store.jobs import Jobs
from tests.integration.jobs_samples import ask_rows, begun, done, made, process, wait, working
from tests.integration.jobs_worker import PACE, SECRET, TABLES


@pytest.fixture
def jobs(database_url):
    with psycopg.connect(database_url) as database:
        database.execute(TABLES)
    with Jobs(database_url, pace=PACE) as opened:
        yield opened


def test_done_and_told_in_order(jobs, database_url):
    jobs.ask("vite")
    (waiting,) = jobs.active()
    assert (waiting.dossier, waiting.state, waiting.attempts, waiting.worker_seen) == ("vite", "waiting", 0, None)
    with working(database_url):
        done(jobs)
    assert (begun(database_url), made(database_url)) == (["vite"], ["vite"])
    told = jobs.told("vite")
    assert [one.progress.step for one in told] == ["read", "split", "done"]
    assert told[0].progress == Progress(step="read", text_fr="Lecture", page=1, pages=2)
    assert [one.seq for one in told] == sorted(one.seq for one in told)
    assert jobs.told("vite", after=told[0].seq) == told[1:]
    assert jobs.told("vite", after=told[-1].seq) == ()
    assert jobs.told("autre") == ()


def test_a_new_job_forgets_what_was_told_before(jobs, database_url):
    with working(database_url):
        jobs.ask("vite")
        done(jobs)
        before = jobs.told("vite")
        jobs.ask("vite")
        done(jobs)
    after = jobs.told("vite")
    assert [one.progress.step for one in after] == ["read", "split", "done"]
    assert after[0].seq > before[-1].seq


def test_asked_by_many_at_once_is_queued_once(jobs, database_url):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(jobs.ask, ["vite"] * 40))
    assert [job.dossier for job in jobs.active()] == ["vite"]
    with working(database_url):
        done(jobs)
    assert begun(database_url) == ["vite"]


def test_asked_during_work_is_done_once_more_after(jobs, database_url):
    with working(database_url):
        jobs.ask("lent-1")
        wait(lambda: begun(database_url))
        for _ in range(3):
            jobs.ask("lent-1")
        assert [job.state for job in jobs.active()] == ["waiting", "working"]
        assert begun(database_url) == ["lent-1"]
        done(jobs)
    assert made(database_url) == ["lent-1", "lent-1"]
    assert overlaps(database_url) == []


def overlaps(url):
    return ask_rows(
        url,
        "SELECT a.dossier FROM trial.begun a JOIN trial.made am ON am.begun = a.id JOIN trial.begun b "
        "ON b.dossier = a.dossier AND b.id > a.id AND b.at < am.at",
    )


def test_two_workers_never_share_a_dossier(jobs, database_url):
    dossiers = [f"lent{n}-0.2" for n in range(20)]
    with process(database_url), process(database_url):
        for dossier in dossiers:
            jobs.ask(dossier)
        while jobs.active():
            for dossier in dossiers[:5]:  # asked again and again, while it waits and while it is worked on
                if len(begun(database_url)) < 30:
                    jobs.ask(dossier)
            time.sleep(0.05)
    assert set(made(database_url)) == set(dossiers)
    assert len(begun(database_url)) == len(made(database_url)) > 20
    assert overlaps(database_url) == []
    assert len({worker for (worker,) in ask_rows(database_url, "SELECT worker FROM trial.made")}) == 2


def test_a_live_worker_keeps_a_job_that_takes_long(jobs, database_url):
    with process(database_url), process(database_url):
        jobs.ask(f"muet-{PACE.stalled + 1.5}")
        wait(lambda: jobs.active()[0].worker_seen)
        seen = jobs.active()[0]
        assert (seen.state, seen.attempts) == ("working", 1)
        done(jobs)
    assert len(begun(database_url)) == len(made(database_url)) == 1


def test_refusal_of_the_engine_is_kept_told_and_not_tried_again(jobs, database_url):
    with working(database_url):
        jobs.ask("refus")
        wait(lambda: jobs.failures("refus"))
        (job,) = wait(lambda: [job for job in jobs.active() if job.state == "failed"])
        time.sleep(PACE.poll * 2)
        assert begun(database_url) == ["refus"]
        assert (job.dossier, job.attempts) == ("refus", 1)
        (failure,) = jobs.failures("refus")
        assert failure.code == "UnusableAnswer"
        assert failure.message_fr == "La réponse du modèle ne respecte pas la forme demandée : essai."
        last = jobs.told("refus")[-1].progress
        assert (last.step, last.text_fr) == ("failed", failure.message_fr)
        jobs.retry("refus")
        wait(lambda: len(jobs.failures("refus")) == 2)
        wait(lambda: [job.state for job in jobs.active()] == ["failed"])
        assert begun(database_url) == ["refus", "refus"]


def test_success_after_a_failure_leaves_no_failed_job(jobs, database_url):
    with working(database_url, lambda *_: pytest.fail("essai", pytrace=False)):
        jobs.ask("vite")
        wait(lambda: jobs.failures("vite"))
        wait(lambda: jobs.active()[0].state == "failed")
    jobs.retry("vite")
    assert [job.state for job in jobs.active()] == ["waiting"]
    with working(database_url):
        done(jobs)
    assert made(database_url) == ["vite"]
    assert len(jobs.failures("vite")) == 1


def test_what_nobody_expected_is_tried_four_times_and_quotes_nothing(jobs, database_url, caplog):
    with working(database_url):
        jobs.ask("panne")
        wait(lambda: jobs.failures("panne"))
    assert begun(database_url) == ["panne"] * 4
    (failure,) = jobs.failures("panne")
    assert failure.code == "ValueError"
    assert failure.message_fr.startswith("Erreur interne (ValueError, jobs_worker.py:")
    everywhere = failure.message_fr + caplog.text + str(jobs.told("panne")) + str(jobs.active())
    assert "Kyste" in SECRET
    assert "Kyste" not in everywhere
    times = [at for (at,) in ask_rows(database_url, "SELECT at FROM trial.begun ORDER BY id")]
    for earlier, later, least in zip(times, times[1:], PACE.waits, strict=False):
        assert (later - earlier).total_seconds() >= least


def test_passing_trouble_is_no_failure(jobs, database_url):
    with working(database_url):
        jobs.ask("hoquet")
        done(jobs)
    assert (len(begun(database_url)), made(database_url)) == (2, ["hoquet"])
    assert jobs.failures("hoquet") == ()
    assert [one.progress.step for one in jobs.told("hoquet")] == ["note", "read", "split", "done"]


def test_trouble_in_a_dossier_that_is_asked_for_again_leaves_no_job_behind(jobs, database_url):
    with working(database_url):
        jobs.ask("hoquet-0.5")
        wait(lambda: begun(database_url))
        jobs.ask("hoquet-0.5")
        done(jobs)
    assert (len(begun(database_url)), made(database_url)) == (2, ["hoquet-0.5"])


def test_forgotten_dossiers_are_asked_for(jobs, database_url):
    left = {"oublié", "refus"}
    with working(database_url, unfinished=lambda: left - set(made(database_url))):
        wait(lambda: "oublié" in made(database_url))
        wait(lambda: jobs.failures("refus"))
        time.sleep(PACE.sweep * 3)
    assert sorted(begun(database_url)) == ["oublié", "refus"]


def test_a_dossier_that_stays_unfinished_is_not_done_for_ever(jobs, database_url):
    with working(database_url, unfinished=lambda: {"vite"}):
        wait(lambda: made(database_url))
        time.sleep(PACE.sweep * 3)
    assert made(database_url) == ["vite"]


def test_sweep_that_fails_does_not_end_the_worker(jobs, database_url):
    def broken():
        raise DatabaseUnavailable(what="essai")

    with working(database_url, unfinished=broken):
        time.sleep(PACE.sweep)
        jobs.ask("vite")
        done(jobs)
    assert made(database_url) == ["vite"]
