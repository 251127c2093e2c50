"""Probes that try the walls of the sandbox from inside, for `kata doctor`."""

from __future__ import annotations

import os
import socket
import time

import torch

from torchkata.grading import probe


@probe
def reach_network(student, kit):
    reached = []
    for address in (("127.0.0.1", 80), ("192.0.2.1", 80)):  # the second is reserved for documentation
        with socket.socket() as connection:
            connection.settimeout(1)
            try:
                connection.connect(address)
                reached.append(address[0])
            except ConnectionRefusedError:
                reached.append(address[0] if address[0] != "127.0.0.1" else "")
            except OSError:
                pass
    return [address for address in reached if address]


@probe
def read_files(student, kit):
    seen = []
    for path in (kit + "/graders", kit + "/solutions", "/home", "/etc/passwd", "/proc/1/environ", "/var"):
        try:
            found = os.listdir(path) if os.path.isdir(path) else [open(path).read()]
            seen += [path] if found else []
        except OSError:
            pass
    return seen


@probe
def write_files(student, kit):
    written = []
    for folder in ("/", "/usr", "/dev", os.path.dirname(torch.__file__)):
        try:
            with open(os.path.join(folder, "torchkata-was-here"), "w"):
                written.append(folder)
        except OSError:
            pass
    return written


@probe
def see_processes(student, kit):
    seen = [os.getppid()] if os.getppid() != 0 else []
    for pid in range(2, 200):
        try:
            os.kill(pid, 0)
            seen.append(pid)
        except ProcessLookupError:
            pass
        except PermissionError:
            seen.append(pid)
    return seen


@probe
def take_memory(student, kit):
    try:
        torch.ones(6 * 2**30, dtype=torch.uint8)
    except RuntimeError:
        return []
    return ["6 GiB"]


@probe
def fork_for_ever(student, kit):
    children = 0
    try:
        while children < 1000:
            if os.fork() == 0:
                time.sleep(60)
            children += 1
    except OSError:
        return []
    return [f"{children} processes"]


PROOFS = (
    ("no network", reach_network),
    ("no file but the libraries", read_files),
    ("nothing can be written outside a private /tmp", write_files),
    ("no other process is visible", see_processes),
    ("memory is limited", take_memory),
    ("processes are limited", fork_for_ever),
)
