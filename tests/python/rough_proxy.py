# SPDX-License-Identifier: MIT
"""Stands before a port of loopback: carries bytes, late if it is to, or not at all; cuts connections; refuses them."""
import asyncio
import contextlib
import random
import socket
import struct
import threading

from dev_server import free_port

BACKLOG = 128
CHUNK = 16384
ABRUPTLY = struct.pack("ii", 1, 0)  # a reset instead of an end


class RoughProxy:
    def __init__(self, target):
        self.target = target
        self.delay = 0.0  # each chunk is up to so many seconds late, and comes in two pieces
        self.cuts = 0.0  # how likely a chunk is the last of its connection, and only in part
        self.open = set()  # streams
        # a port that was asked for by its number is kept while nobody listens
        self.port = free_port()
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=BACKLOG)
        self.listener.setblocking(False)
        self.loop = asyncio.new_event_loop()
        self.listens, self.carries = asyncio.Event(), asyncio.Event()
        self.listens.set()
        self.carries.set()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    # from the thread of the test

    def do(self, function, *arguments):
        """There, and done when this returns."""
        done = threading.Event()

        def doing():
            function(*arguments)
            done.set()
        self.loop.call_soon_threadsafe(doing)
        done.wait()

    def cut(self):
        """All connections that there are."""
        self.do(self.cut_all)

    def refuse(self):
        """Nobody listens any more, and what there was is cut; the port is still taken."""
        self.do(self.close_door)

    def accept(self):
        self.do(self.open_door)

    def be_silent(self):
        """Connections are made, and nothing comes of them."""
        self.do(self.carries.clear)

    def speak(self):
        self.do(self.carries.set)

    def stop(self):
        self.do(self.task.cancel)
        self.thread.join()
        self.listener.close()

    # in its own

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.task = self.loop.create_task(self.serve())
        with contextlib.suppress(asyncio.CancelledError):
            self.loop.run_until_complete(self.task)
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.cut_all()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()

    def cut_all(self):
        for stream in list(self.open):
            self.end(stream)

    def end(self, stream):
        self.open.discard(stream)
        if stream.fileno() >= 0:
            if random.random() < 0.5:
                stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABRUPTLY)
            with contextlib.suppress(OSError):
                stream.shutdown(socket.SHUT_RDWR)

    def close_door(self):
        self.listens.clear()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.cut_all()

    def open_door(self):
        self.listener.listen(BACKLOG)
        self.listens.set()

    async def serve(self):
        while True:
            await self.listens.wait()
            with contextlib.suppress(OSError):
                stream, _ = await self.loop.sock_accept(self.listener)
                self.loop.create_task(self.join(stream))

    async def join(self, here):
        there = socket.socket()
        for stream in here, there:
            stream.setblocking(False)
            stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with here, there, contextlib.suppress(OSError):
            self.open |= {here, there}
            await self.loop.sock_connect(there, ("127.0.0.1", self.target))
            ways = [asyncio.ensure_future(self.carry(here, there)), asyncio.ensure_future(self.carry(there, here))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.wait(ways)
        self.open -= {here, there}

    async def carry(self, source, sink):
        with contextlib.suppress(OSError):
            while data := await self.loop.sock_recv(source, CHUNK):
                await self.carries.wait()
                if random.random() < self.cuts:
                    await self.loop.sock_sendall(sink, data[:random.randrange(len(data))])
                    self.end(sink)
                    return
                if self.delay:
                    middle = random.randrange(len(data) + 1)
                    await self.loop.sock_sendall(sink, data[:middle])
                    await asyncio.sleep(random.uniform(0, self.delay))
                    data = data[middle:]
                await self.loop.sock_sendall(sink, data)
