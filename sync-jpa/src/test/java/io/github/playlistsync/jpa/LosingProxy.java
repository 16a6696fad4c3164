package io.github.playlistsync.jpa;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sits between a driver and its server, and loses the server's answers: it cuts the connection once
 * an answer arrives, so the server has done its work and the client cannot know. Or it keeps the
 * connection and lets no answer through.
 */
final class LosingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final int serverPort;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Socket> silent = ConcurrentHashMap.newKeySet();
  private volatile int losing;

  LosingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Loses the next answer on the connection that the server knows by this port. */
  void loseAnswer(int clientPort) {
    losing = clientPort;
  }

  /** Loses every answer on the connections that are open now, and closes none of them. */
  void silenceTheOpen() {
    silent.addAll(open);
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      open.add(client);
      open.add(server);
      start("requests", () -> copy(client, server, 0));
      start("answers", () -> copy(server, client, server.getLocalPort()));
    }
  }

  private void copy(Socket from, Socket to, int clientPort) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (clientPort > 0 && clientPort == losing) {
          return;
        }
        if (clientPort > 0 && silent.contains(from)) {
          continue;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException ended) {
      // Either side closed the connection, as the test intends.
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException closed) {
                // The proxy was closed.
              }
            },
            "losing-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
