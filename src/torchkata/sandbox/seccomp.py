"""A filter of system calls: what namespaces do not wall off, and what student code has no use for.

The network namespace does not hold virtual machines' sockets (AF_VSOCK), key rings belong to a login session, and memory that no
process maps (memfd, System V segments) is counted by no limit. New user namespaces, io_uring and bpf are where kernels break.
The filter is a program of classic BPF; see seccomp(2). A call that it denies fails with EPERM, as it would without a right.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket

from torchkata.sandbox import isolate

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, FAIL = 0x7FFF0000, 0x00050000  # FAIL | errno
LOAD, AND, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06  # of a 32-bit word; jumps by a constant
NUMBER, ARCHITECTURE, ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24  # in struct seccomp_data; the low halves of arguments
X32 = 0x40000000  # calls of x86-64's other ABI have numbers from here on

FAMILIES = (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, getattr(socket, "AF_NETLINK", 16))
TYPES = 0xF  # the bits of a socket's type, without its flags
NAMESPACES = 0x7E020000  # every CLONE_NEW* flag

# Numbers from the kernel's asm/unistd.h: x86-64, and asm-generic, which arm64 uses.
DENIED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190),
    "mq_open": (240, 180),
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
}  # fmt: skip
MACHINES = {  # the audit number of its system calls, its column in DENIED, and its numbers of socket, socketpair, clone and clone3
    "x86_64": (0xC000003E, 0, 41, 53, 56, 435),
    "aarch64": (0xC00000B7, 1, 198, 199, 220, 435),
}


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("if_true", ctypes.c_uint8), ("if_false", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction))]


def available() -> bool:
    """Whether there is a filter for this machine: its numbers are in MACHINES."""
    return platform.machine() in MACHINES


def filter_system_calls(sockets=True):
    """Deny them to this process and all that it starts, for ever. Does nothing where it is not `available`.

    `sockets=False`, for where there is no network namespace, denies all sockets but connected pairs, which lead nowhere else.

    Raises:
        OSError: the kernel has no filters, or PR_SET_NO_NEW_PRIVS is not set.
    """
    if not available():
        return
    program = _program(*MACHINES[platform.machine()], FAMILIES if sockets else ())
    instructions = (_Instruction * len(program))(*program)
    isolate.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(_Program(len(program), instructions)))


def _program(architecture, column, socket_call, pair_call, clone, clone3, families):
    deny = (RETURN, 0, 0, FAIL | errno.EPERM)
    program = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, architecture), deny]
    program += [(LOAD, 0, 0, NUMBER), (AT_LEAST, 0, 1, X32), deny]
    for numbers in DENIED.values():
        program += [(EQUAL, 0, 1, numbers[column]), deny]
    # Its flags lie in memory, which a filter cannot read; the C library then takes clone.
    program += [(EQUAL, 0, 1, clone3), (RETURN, 0, 0, FAIL | errno.ENOSYS)]
    program += [(EQUAL, 0, 3, clone), (LOAD, 0, 0, ARGUMENT), (ANY_BIT, 0, 1, NAMESPACES), deny]
    program += [(LOAD, 0, 0, NUMBER)]
    if not families:  # a pair of datagram sockets could be sent elsewhere
        program += [(EQUAL, 0, 4, pair_call), (LOAD, 0, 0, SECOND_ARGUMENT), (AND, 0, 0, TYPES), (EQUAL, 1, 0, socket.SOCK_STREAM)]
        program += [deny, (LOAD, 0, 0, NUMBER)]
    program += [(EQUAL, 0, 2 + 2 * len(families), socket_call), (LOAD, 0, 0, ARGUMENT)]
    for family in families:
        program += [(EQUAL, 0, 1, family), (RETURN, 0, 0, ALLOW)]
    return program + [deny, (RETURN, 0, 0, ALLOW)]
